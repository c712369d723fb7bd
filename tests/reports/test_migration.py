from importlib import import_module

import pytest
from django.db import connection

from ledger.models import Cursor
from reports.actions import words
from reports.models import Heard

INITIAL = import_module("reports.migrations.0001_initial")


@pytest.mark.django_db
def test_tables_that_were_taken_away_are_filled_from_the_beginning_of_the_record():
    for name in (Heard.CURSOR, words.CURSOR, "digests.notices"):
        Cursor.objects.update_or_create(name=name, defaults={"seq": 7})

    last = INITIAL.Migration.operations[-1]
    with connection.schema_editor() as editor:
        last.database_backwards("reports", editor, None, None)

    left = Cursor.objects.filter(name__in=(Heard.CURSOR, words.CURSOR, "digests.notices"))
    assert list(left.values_list("name", "seq")) == [("digests.notices", 7)]
