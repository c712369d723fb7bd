"""How much may come with a contribution."""

# Bytes of one file, and of all that come with one contribution.
FILE_LIMIT = 10 * 1024 * 1024
TOGETHER = 25 * 1024 * 1024
