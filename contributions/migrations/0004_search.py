from django.db import migrations

from texts import search

CONTRIBUTIONS = search.added(
    "contributions_contribution", title="title", words="text || E'\\n' || coalesce(texts_answers(answers), '')"
)


class Migration(migrations.Migration):
    """Contributions are found by the words they show."""

    dependencies = [("contributions", "0003_originals"), ("texts", "0001_search")]

    operations = [migrations.RunSQL(*CONTRIBUTIONS)]
