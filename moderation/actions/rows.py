"""Many changed rows in one statement."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def save_all(rows: Sequence[Model], columns: Sequence[str]) -> None:
    """What `save(update_fields=columns)` of each row would write, at once. The rows are of one model."""
    if not rows:
        return
    model = rows[0]._meta
    fields: list[Field[Any, Any]] = [model.pk, *(field for field in model.concrete_fields if field.name in columns)]
    key, *written = [connection.ops.quote_name(str(field.column)) for field in fields]
    # The first row tells the database the types, which it cannot see in a NULL.
    first = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
    others = ", ".join(["%s"] * len(fields))
    statement = (
        "update {table} thing set {written} from (values {values}) said ({names}) where thing.{key} = said.{key}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(
                table=connection.ops.quote_name(model.db_table),
                written=", ".join(f"{column} = said.{column}" for column in written),
                values=", ".join(f"({line})" for line in [first, *[others] * (len(rows) - 1)]),
                names=", ".join([key, *written]),
                key=key,
            ),
            [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields],
        )
