"""Mailboxes of press releases (mbox, RFC 4155) and single mails: a message is a document, read one at a time."""

from __future__ import annotations

import email
import email.policy
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from counterclaim.errors import InputError, TooLargeInput
from counterclaim.ingest.capture import Captured, InputOptions, Rejected, SetAside, captured, whole
from counterclaim.ingest.page_html import text_of_fragment

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1 << 16


def captures_of_mbox(found: BinaryIO, subject: str, options: InputOptions) -> Iterator[Captured | Rejected | SetAside]:
    """The messages of a mailbox in their order."""
    for number, raw in enumerate(_messages(found, options.max_bytes), 1):
        where = f"{subject}#{number}"
        if raw is None:
            message = f"{where} has more than {options.max_bytes:,} bytes; raise --max-bytes"
            yield Rejected(where, TooLargeInput(message, subject=where))
        else:
            yield _captured(raw, where, options)


def captures_of_mail(found: BinaryIO, subject: str, options: InputOptions) -> Iterator[Captured | Rejected | SetAside]:
    """One message."""
    yield _captured(whole(found, subject, options), subject, options)


def _messages(found: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """The bytes of each message; ``None`` for one that is too long."""
    kept: list[bytes] = []
    size, begun, blank = 0, False, True
    while line := found.readline(_PIECE):
        if blank and line.startswith(b"From "):
            if begun:
                yield b"".join(kept) if size <= longest else None
            kept, size, begun = [], 0, True
            blank = False
            continue
        blank = not line.strip()
        size += len(line)
        if size <= longest:
            kept.append(line[1:] if line.startswith(b">From ") else line)
    if kept or begun:
        yield b"".join(kept) if size <= longest else None


def _captured(raw: bytes, subject: str, options: InputOptions) -> Captured | Rejected | SetAside:
    try:
        message: Any = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        if body is not None and body.get_content_type() == "text/html":
            text = text_of_fragment(text)
        headers = {str(k).lower(): str(v) for k, v in message.items()}
    except Exception as error:  # the standard library's parser raises nearly anything on a broken mail
        detail = f"{subject} is no readable mail ({type(error).__name__}: {error})"
        return Rejected(subject, InputError(detail, subject=subject))
    name, address = parseaddr(headers.get("from", ""))
    fields = {
        "id": headers.get("message-id", "").strip("<> ") or None,
        "title": headers.get("subject"),
        "outlet": name or address or None,
        "published": _stamp(headers.get("date")),
        "text": text.replace("\r\n", "\n"),
    }
    return captured(fields, options, subject, "message/rfc822", raw, headers=headers)


def _stamp(value: str | None) -> str | None:
    try:
        return parsedate_to_datetime(value).isoformat() if value else None
    except (TypeError, ValueError, IndexError):
        return None
