"""The one place where a message leaves."""

import smtplib
from types import TracebackType

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend

from digests.rules.letters import Letter

REASON_LIMIT = 500


class Undeliverable(Exception):
    """This address, or this message, will not be taken (5xx)."""


class Later(Exception):
    """This address is not served at the moment (4xx)."""


class Away(Exception):
    """The mail server cannot be reached or serves nobody: not this message's fault.

    `unsure`: the line broke while a message was handed over, so it may have been taken.
    """

    def __init__(self, reason: str, *, unsure: bool) -> None:
        super().__init__(reason[:REASON_LIMIT])
        self.unsure = unsure


class Post:
    """One connection to the mail server, opened with the first message and reused for the others."""

    def __init__(self) -> None:
        self.mailer: BaseEmailBackend = mailers.default

    def __enter__(self) -> "Post":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, address: str, letter: Letter) -> None:
        """Hand one letter over. Returns when the server has taken it; raises what the server said otherwise."""
        try:
            message = EmailMultiAlternatives(
                letter.subject, letter.text, letter.headers.get("From"), [address], headers=letter.headers
            )
            if letter.html:
                message.attach_alternative(letter.html, "text/html")
            self._open()
            self.mailer.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _answer(code, words) from error
        except smtplib.SMTPDataError as error:
            raise _answer(error.smtp_code, error.smtp_error) from error
        except OSError as error:
            self._close()
            refused = isinstance(error, smtplib.SMTPResponseException)
            raise Away(f"{type(error).__name__}: {error}", unsure=not refused) from error
        except ValueError as error:
            raise Undeliverable(str(error)[:REASON_LIMIT]) from error

    def _open(self) -> None:
        try:
            self.mailer.open()
        except OSError as error:
            raise Away(f"{type(error).__name__}: {error}", unsure=False) from error

    def _close(self) -> None:
        try:
            self.mailer.close()
        except OSError:
            # What was taken is taken; a server that hangs up without a farewell changes nothing.
            pass


def _answer(code: int, words: bytes | str) -> Exception:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    reason = f"{code} {' '.join(said.split())}"[:REASON_LIMIT]
    return Undeliverable(reason) if code >= 500 else Later(reason)
