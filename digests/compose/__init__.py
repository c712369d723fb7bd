"""What a person's follows owe them, read from the record through what the person may see at that moment."""

from digests.compose.owed import owed
from digests.compose.whole import compose

__all__ = ["compose", "owed"]
