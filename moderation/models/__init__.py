from moderation.models.decision import Decision, DecisionQuerySet

__all__ = ["Decision", "DecisionQuerySet"]
