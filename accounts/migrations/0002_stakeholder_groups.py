from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.models.stakeholder_group import seed


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed(apps.get_model("accounts", "StakeholderGroup"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
