from django.db import migrations, models

KINDS = [
    ("account", "Account"),
    ("confirm", "Text to confirm"),
    ("receipt", "Receipt"),
    ("recorded", "Recorded text"),
    ("recorded", "Recorded text"),
    ("release", "Text of a body"),
    ("body", "Organization"),
    ("decision", "Decision"),
    ("digest", "Digest"),
    ("alarm", "Alarm"),
]


class Migration(migrations.Migration):
    dependencies = [("digests", "0002_chain")]
    operations = [migrations.AlterField("mail", "kind", models.CharField(choices=KINDS, max_length=10))]
