from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Bytes of a request with files: all that one filing may bring (25 MB), and the form around it.
LIMIT = 32 * 1024 * 1024


class Bounded(FileUploadHandler):
    """Refuse what is larger than anything that fits, by what it says of itself, before a byte of it is read."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        if content_length > LIMIT:
            raise RequestDataTooBig("The request has more bytes than files may have together.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
