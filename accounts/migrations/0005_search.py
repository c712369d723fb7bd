import django.contrib.postgres.indexes
from django.db import migrations, models

from texts import search

PEOPLE = search.added("accounts_person", language="'und'", title="name", words="''")
BODIES = search.added("accounts_organization", language="'und'", title="name", words="''")


class Migration(migrations.Migration):
    dependencies = [
        ("texts", "0001_search"),
        ("accounts", "0004_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="read_up_to",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name"], name="organization_name_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name"], name="person_name_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(*PEOPLE),
        migrations.RunSQL(*BODIES),
    ]
