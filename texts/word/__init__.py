"""Word documents, written from top to bottom: real headings, links, each text in its language and direction.

They are put together here sign by sign and not by a library, because the same words must give the same bytes: nothing
in them is of the moment or the machine at which they were made.
"""

from texts.word.paper import Paper
from texts.word.runs import Run

__all__ = ["Paper", "Run"]
