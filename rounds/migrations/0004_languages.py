import django.db.models.deletion
from django.db import migrations, models

from texts import search

DOCUMENTS = search.added("rounds_document", title="title", words="''")
CONSULTATIONS = search.added("rounds_consultation", title="title", words="summary")
CONSULTATIONS_TRANSLATED = search.added("rounds_consultationtranslation", title="title", words="summary")


class Migration(migrations.Migration):
    dependencies = [
        ("texts", "0001_search"),
        ("ledger", "0002_rights"),
        ("rounds", "0003_calls"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsultationTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=35)),
                ("made_at", models.DateTimeField()),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField()),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="rounds.consultation",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "language"), name="consultation_translated_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=35)),
                ("made_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("help", models.TextField(blank=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="translations", to="rounds.question"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("question", "language"), name="question_translated_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=35)),
                ("made_at", models.DateTimeField()),
                ("title", models.CharField(blank=True, max_length=200)),
                ("summary", models.TextField(blank=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="translations", to="rounds.round"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "language"), name="round_translated_once")],
            },
        ),
        migrations.RunSQL(*DOCUMENTS),
        migrations.RunSQL(*CONSULTATIONS),
        migrations.RunSQL(*CONSULTATIONS_TRANSLATED),
    ]
