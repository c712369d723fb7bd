class Bad(Exception):
    """The file cannot be taken: a reason, whose sentence the parent knows, with its values."""

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values
