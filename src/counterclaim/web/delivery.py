"""Sends notices to the addresses that asked for them, signed, one after the other, never to a private address unasked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from counterclaim.errors import OptionError
from counterclaim.ingest.fetch import guarded_client

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from counterclaim.ingest.subscriptions import Manners
    from counterclaim.web.outbox import Notice, Outbox

_PREFIX = "whsec_"
#: A receiver that fails so often in a row is left alone for this round: the rest would fail too.
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round to one receiver: how many arrived, how many did not, how many wait, and the last trouble."""

    arrived: int
    failed: int
    waiting: int
    trouble: str = ""


class Messenger:
    """Sends notices. Use it as a context manager."""

    def __init__(
        self, secret: str, manners: Manners, *, clock: Callable[[], float], allow_private: bool = False
    ) -> None:
        """Set up a client.

        Args:
            secret: what notices are signed with; ``whsec_`` and base64, or any words.
            manners: name and bounds.
            clock: seconds since 1970.
            allow_private: let addresses of this machine and its own network pass.

        Raises:
            OptionError: the secret is empty or no base64, or httpx is not installed.
        """
        self._key, self._clock = _key_of(secret), clock
        self._client = guarded_client(manners, allow_private)

    def __enter__(self) -> Messenger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def deliver(self, url: str, outbox: Outbox) -> Round:
        """Send what is due to one receiver, in order, and note in the outbox what came of it."""
        arrived = failed = row = 0
        trouble = ""
        for notice in outbox.due(url, self._clock()):
            status, trouble = self._post(url, notice)
            if 200 <= status < 300:
                outbox.arrived(url, notice)
                arrived, row, trouble = arrived + 1, 0, ""
                continue
            failed, row = failed + 1, row + 1
            if status == 410:
                outbox.leave(url)
                break
            outbox.failed(url, notice, self._clock())
            if row >= _PATIENCE:
                break
        return Round(arrived, failed, len(outbox.receivers[url].waiting), trouble)

    def _post(self, url: str, notice: Notice) -> tuple[int, str]:
        """The status of the answer and what was wrong; 0 where there was none. Redirects are not followed."""
        import httpx

        stamp = str(int(self._clock()))
        headers = {
            "content-type": "application/json", "webhook-id": notice.id, "webhook-timestamp": stamp,
            "webhook-signature": signature_of(self._key, notice.id, stamp, notice.body),
        }  # fmt: skip
        try:
            with self._client.stream("POST", url, content=notice.body.encode(), headers=headers) as answer:
                return answer.status_code, f"{urlsplit(url).netloc} answers {answer.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return 0, f"{urlsplit(url).netloc} gave no answer: {error or type(error).__name__}"


def signature_of(key: bytes, id_: str, stamp: str, body: str) -> str:
    """The signature of a notice (Standard Webhooks 1.0): HMAC-SHA256 over id, time and body, base64, with its version."""
    made = hmac.new(key, f"{id_}.{stamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def checked_receiver(url: str) -> str:
    """An address that notices can be sent to.

    Raises:
        OptionError: it is none of the web, or holds a name and password, which would stand in logs.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OptionError(f"{url} is no address of the web; give https://...", subject="--to")
    if parts.username or parts.password:
        raise OptionError(
            "leave name and password out of the address: it stands in logs; notices are signed", subject="--to"
        )
    return url


def _key_of(secret: str) -> bytes:
    if not secret:
        raise OptionError(
            "set COUNTERCLAIM_WEBHOOK_SECRET to a long secret that the receiver knows: notices are signed with it",
            subject="secret",
        )
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise OptionError("the secret is to be whsec_ and base64, or any other words", subject="secret") from error
