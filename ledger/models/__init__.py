from ledger.models.cursor import Cursor
from ledger.models.entry import Entry, EntryQuerySet

__all__ = ["Cursor", "Entry", "EntryQuerySet"]
