import uuid

from django.db import migrations, models

THE_SITE = uuid.UUID("00000000-0000-4000-8000-000000000001")


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.UUIDField(default=THE_SITE, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("sender", models.CharField(blank=True, max_length=100)),
                ("contact_address", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=35)),
                ("about", models.TextField(blank=True)),
                ("contact", models.TextField(blank=True)),
                ("privacy", models.TextField(blank=True)),
                ("accessibility", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", THE_SITE)), name="site_is_one")],
            },
        ),
    ]
