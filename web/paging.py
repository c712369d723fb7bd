from rest_framework.pagination import CursorPagination


class MomentCursor(CursorPagination):
    """Lists page by (moment, id)."""

    ordering = ("posted_at", "id")
    page_size = 50
