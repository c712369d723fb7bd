from reports.models.heard import Heard, HeardQuerySet
from reports.models.word import Word

__all__ = ["Heard", "HeardQuerySet", "Word"]
