from django.db import migrations, models

KINDS = [
    ("account", "Account"),
    ("confirm", "Text to confirm"),
    ("receipt", "Receipt"),
    ("recorded", "Recorded text"),
    ("decision", "Decision"),
    ("release", "Text of a body"),
    ("body", "Organization"),
    ("digest", "Digest"),
    ("alarm", "Alarm"),
]


def begin_at_the_head(apps, schema_editor):
    """What is in the record already was told by other mails, or by none."""
    head = apps.get_model("ledger", "Entry").objects.aggregate(head=models.Max("seq"))["head"]
    if head:
        apps.get_model("ledger", "Cursor").objects.get_or_create(name="digests.bodies", defaults={"seq": head})


class Migration(migrations.Migration):
    dependencies = [("digests", "0003_confirm"), ("ledger", "0002_rights")]
    operations = [
        migrations.AlterField("mail", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.RunPython(begin_at_the_head, migrations.RunPython.noop),
    ]
