import django.db.models.deletion
from django.db import migrations, models

from texts import search

COMMENTS = search.added("proposals_comment", title="''", words="text")
TEXTS = search.added("proposals_proposal", title="title", words="''")
TEXTS_TRANSLATED = search.added("proposals_proposaltranslation", title="title", words="''")
PARAGRAPHS = search.added("proposals_paragraphtext", title="heading", words="text")


class Migration(migrations.Migration):
    dependencies = [
        ("texts", "0001_search"),
        ("ledger", "0002_rights"),
        ("proposals", "0002_calls"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposalTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=35)),
                ("made_at", models.DateTimeField()),
                ("title", models.CharField(max_length=200)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "language"), name="proposal_translated_once")
                ],
            },
        ),
        migrations.RunSQL(*COMMENTS),
        migrations.RunSQL(*TEXTS),
        migrations.RunSQL(*TEXTS_TRANSLATED),
        migrations.RunSQL(*PARAGRAPHS),
    ]
