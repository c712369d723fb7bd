from django.db import migrations, models


class Migration(migrations.Migration):
    """The key of a name may have more letters than the name: some signs are words of their own."""

    dependencies = [("accounts", "0007_desk")]

    operations = [
        migrations.AlterField(
            model_name="person", name="name_skeleton", field=models.CharField(blank=True, max_length=300)
        ),
    ]
