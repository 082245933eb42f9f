"""What a capture is, and the checks that every input goes through."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from counterclaim.errors import BinaryInput, EmptyInput, EncodingInput, InputError, LanguageInput, TooLargeInput
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Document
from counterclaim.text import sieve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: A text of fewer words says too little of its language.
_SHORT = 16
_SAMPLE = 20_000
#: English news has 0.35 to 0.5 of its words among its commonest, French 0.2 among the foreign ones; lists have neither.
_LEAST_FOREIGN = 0.08
_DATE = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class InputOptions:
    """How inputs are read. ``columns`` maps our field names to a table's; ``encoding`` overrules what a file declares."""

    title: str | None = None
    outlet: str | None = None
    published: dt.date | None = None
    url: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    max_bytes: int = 50_000_000
    sieve: bool = False


@dataclass(frozen=True, slots=True)
class Captured:
    """A document and where it came from.

    The digest is of the bytes, or of the row, that held it: ``raw``. ``headers`` are those that came with it (of HTTP,
    of a mail, of a WARC record), ``captured_at`` the moment of capture where the input says so.
    """

    document: Document
    subject: str
    media_type: str
    digest: str
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    captured_at: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A part of an input that was looked at and left out on purpose; it is counted by its reason, and no failure."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input, or a row of one, that could not be read; the error's message says what to do."""

    subject: str
    error: InputError


def digest_of(raw: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def decoded(raw: bytes, subject: str, encoding: str | None = None) -> str:
    """Bytes as text: UTF-8, with or without its mark, or the encoding given.

    Raises:
        EmptyInput: there is nothing, or only white space.
        BinaryInput: it is no text.
        EncodingInput: it is text in another encoding; the message names the first byte that is not UTF-8.
    """
    if not raw.strip():
        raise EmptyInput(f"{subject} is empty; there is nothing to read in it", subject=subject)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") and encoding is None:
        encoding = "utf-16"
    head = raw[:4096]
    if encoding is None and (b"\x00" in head or raw[:4] in (b"%PDF", b"PK\x03\x04", b"\x1f\x8b\x08\x00")):
        raise BinaryInput(f"{subject} is not text; give it as plain text, HTML, JSON Lines or CSV", subject=subject)
    try:
        return raw.decode(encoding or "utf-8-sig")
    except (ValueError, LookupError) as error:  # a declared name may hold a NUL, which is a plain ValueError
        at = getattr(error, "start", 0)
        message = f"{subject} is not {encoding or 'UTF-8'} (byte {at}); name its encoding, for example --encoding windows-1252"
        raise EncodingInput(message, subject=subject) from error


@lru_cache(maxsize=2)
def _common(section: str) -> frozenset[str]:
    return frozenset(entries("stopwords", section, WordEntry))


def check_language(text: str, subject: str) -> None:
    """Let English pass.

    Raises:
        LanguageInput: most letters are of another script, or other languages' commonest words outnumber English's.
    """
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    if not letters:
        return
    latin = sum(c < "\u0250" for c in letters) / len(letters)
    words = re.findall(r"[^\W\d_]+", sample.lower())
    english, foreign = (
        sum(w in _common(section) for w in words) / max(1, len(words)) for section in ("words", "foreign")
    )
    if latin < 0.5 or (len(words) >= _SHORT and foreign > max(english, _LEAST_FOREIGN)):
        message = (
            f"{subject} does not look like English, the only language read so far; leave it out, or translate it first"
        )
        raise LanguageInput(message, subject=subject)


def day_of(value: str | None) -> dt.date | None:
    """The day that a stamp names, in its own time zone; ``None`` where it names none."""
    match = _DATE.match(value or "")
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def document_of(fields: Mapping[str, str | None], options: InputOptions, subject: str) -> Document:
    """A document from named fields; what the options say fills what the input does not.

    Raises:
        EmptyInput: the text is empty.
        LanguageInput: see :func:`check_language`.
    """
    text = fields.get("text") or ""
    if not text.strip():
        raise EmptyInput(f"{subject} has no text", subject=subject)
    text = storable(text)
    fields = {name: value and storable(value) for name, value in fields.items()}
    check_language(text, subject)
    stamp = fields.get("published")
    return Document.of(
        text,
        title=storable(fields.get("title") or options.title or ""),
        outlet=fields.get("outlet") or options.outlet,
        published=day_of(stamp) or options.published,
        published_at=stamp if stamp and len(stamp.strip()) > 10 else None,
        url=fields.get("url") or options.url,
        byline=fields.get("byline"),
        credit=fields.get("credit"),
        id_given=fields.get("id"),
    )


def captured(
    fields: Mapping[str, str | None],
    options: InputOptions,
    subject: str,
    media_type: str,
    raw: bytes,
    **came_with: Any,
) -> Captured | Rejected | SetAside:
    """A capture of named fields, or why there is none; where a sieve is wanted, it is asked first."""
    if options.sieve and (reason := sieve.reason_against(fields.get("text") or "")):
        return SetAside(subject, reason)
    try:
        return Captured(document_of(fields, options, subject), subject, media_type, digest_of(raw), raw, **came_with)
    except InputError as error:
        return Rejected(error.subject or subject, error)


def whole(found: BinaryIO, subject: str, options: InputOptions) -> bytes:
    """All bytes of a stream.

    Raises:
        TooLargeInput: there are more than the options allow.
    """
    raw = found.read(options.max_bytes + 1)
    if len(raw) > options.max_bytes:
        message = f"{subject} has more than {options.max_bytes:,} bytes; split it, or raise --max-bytes"
        raise TooLargeInput(message, subject=subject)
    return raw


def lines_of(found: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Lines without their end; ``None`` for one that is longer than allowed, which is skipped piece by piece."""
    while line := found.readline(longest + 1):
        if line.endswith(b"\n") or len(line) <= longest:
            yield line.rstrip(b"\r\n")
            continue
        while (rest := found.readline(longest)) and not rest.endswith(b"\n"):
            pass
        yield None


def storable(text: str) -> str:
    """Lone surrogates, which no UTF-8 can hold, as the replacement character: offsets stay."""
    return (
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if any("\ud800" <= c <= "\udfff" for c in text)
        else text
    )
