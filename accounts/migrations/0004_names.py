import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from accounts.rules import names


def fill(apps, schema_editor):
    organizations = apps.get_model("accounts", "Organization")
    for organization in organizations.objects.filter(name_skeleton="").iterator():
        organization.name_skeleton = names.skeleton(organization.name)
        organization.save(update_fields=["name_skeleton"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_calls")]
    operations = [
        migrations.AddField(
            "organization", "name_skeleton", models.CharField(blank=True, default="", max_length=300), False
        ),
        migrations.AddField(
            "organization",
            "named_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField("affiliationrequest", "told_at", models.DateTimeField(null=True)),
        migrations.AddIndex("organization", models.Index(fields=["name_skeleton"], name="organization_skeleton")),
        migrations.AddIndex(
            "organization",
            models.Index(fields=["name", "id"], name="organization_to_confirm", condition=Q(verified_at__isnull=True)),
        ),
        migrations.AddIndex(
            "affiliationrequest",
            models.Index(
                fields=["decided_at"],
                name="affiliation_request_untold",
                condition=Q(status__in=["confirmed", "refused"], told_at__isnull=True),
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
