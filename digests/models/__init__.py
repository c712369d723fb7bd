from digests.models.digest import Digest, Stream
from digests.models.follow import Follow, FollowQuerySet, Rhythm, Thing
from digests.models.mail import Mail

__all__ = ["Digest", "Follow", "FollowQuerySet", "Mail", "Rhythm", "Stream", "Thing"]
