"""RSS 0.9 to 2.0, Atom (RFC 4287) and JSON Feed 1.1 as entries, by an XML reader that refuses entities."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import ParseError

from counterclaim.errors import InputError
from counterclaim.ingest.capture import Captured, InputOptions, Rejected, SetAside, captured, day_of, decoded, whole
from counterclaim.ingest.page_html import text_of_fragment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_MOST_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed as the feed tells it; ``full`` where it holds the whole text and not a summary."""

    id: str | None
    title: str
    url: str | None
    published: str | None
    byline: str | None
    text: str
    full: bool
    raw: bytes


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its own title, and its entries."""

    title: str | None
    entries: tuple[Entry, ...]


def captures_of_feed(found: BinaryIO, subject: str, options: InputOptions) -> Iterator[Captured | Rejected | SetAside]:
    """The entries of a feed's file, each by the text that it holds itself."""
    try:
        feed = feed_of(whole(found, subject, options), subject)
    except InputError as error:
        yield Rejected(subject, error)
        return
    for number, entry in enumerate(feed.entries, 1):
        fields = {
            "id": entry.id, "title": entry.title, "url": entry.url, "published": entry.published,
            "byline": entry.byline, "outlet": feed.title, "text": entry.text,
        }  # fmt: skip
        yield captured(fields, options, f"{subject}#{number}", "application/feed", entry.raw)


def feed_of(raw: bytes, subject: str) -> Feed:
    """A feed in any of the three forms.

    Raises:
        InputError: it is none of them, or it declares entities, which feeds do not need and attacks do.
    """
    if raw.lstrip()[:1] == b"{":
        try:
            return _json_feed(json.loads(decoded(raw, subject)))
        except (ValueError, RecursionError, TypeError, AttributeError) as error:
            raise InputError(f"{subject} is no JSON Feed: {error}", subject=subject) from error
    root = xml_of(raw, subject)
    top = _local(root)
    if top == "feed":
        return Feed(_text(root, "title"), tuple(_atom(e) for e in list(_all(root, "entry"))[:_MOST_ENTRIES]))
    if top in ("rss", "rdf"):
        channel = next(_all(root, "channel"), root)
        found = [*_all(channel, "item"), *(_all(root, "item") if channel is not root else ())]
        return Feed(_text(channel, "title"), tuple(_rss(e) for e in found[:_MOST_ENTRIES]))
    raise InputError(f"{subject} is XML but no feed: its root is <{top}>", subject=subject)


def xml_of(raw: bytes, subject: str) -> Element:
    """The root of an XML document.

    Raises:
        InputError: it is not well formed, or declares entities.
    """
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring
    except ImportError as error:
        raise InputError(f"{subject} is XML: pip install 'counterclaim[feeds]'", subject=subject) from error
    try:
        root: Element = fromstring(raw)
    except DefusedXmlException as error:
        raise InputError(f"{subject} declares XML entities, which are not read: {error}", subject=subject) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise InputError(f"{subject} is no well-formed XML: {error}", subject=subject) from error
    return root


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _all(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _local(child) == name)


def _text(element: Element, *names: str) -> str | None:
    """The words of the first child of one of these names that has any; the order of the names decides."""
    for name in names:
        for child in _all(element, name):
            words = "".join(child.itertext()).strip()
            if words:
                return words
    return None


def _rss(entry: Element) -> Entry:
    full = _text(entry, "encoded")
    link = _text(entry, "link")
    guid = _text(entry, "guid")
    if link is None and guid and guid.startswith(("http://", "https://")):
        link = guid
    stamp = iso_stamp(_text(entry, "pubdate", "date", "published"))
    words = full or _text(entry, "description") or ""
    byline = _text(entry, "creator", "author")
    title = text_of_fragment(_text(entry, "title") or "")
    return Entry(guid or link, title, link, stamp, byline, text_of_fragment(words), full is not None, words.encode())


def _atom(entry: Element) -> Entry:
    links = {child.get("rel", "alternate"): child.get("href") for child in reversed(list(_all(entry, "link")))}
    author = next(_all(entry, "author"), None)
    full = _text(entry, "content")
    words = full or _text(entry, "summary") or ""
    byline = _text(author, "name") if author is not None else None
    stamp = iso_stamp(_text(entry, "published", "updated"))
    title = text_of_fragment(_text(entry, "title") or "")
    text = text_of_fragment(words)
    return Entry(
        _text(entry, "id"), title, links.get("alternate"), stamp, byline, text, full is not None, words.encode()
    )


def _json_feed(found: dict[str, Any]) -> Feed:
    if not str(found.get("version", "")).startswith("https://jsonfeed.org/version/"):
        raise ValueError("it does not name the version of JSON Feed")
    out = []
    for one in list(found.get("items") or ())[:_MOST_ENTRIES]:
        html, plain, summary = (_said(one.get(k)) for k in ("content_html", "content_text", "summary"))
        authors = one.get("authors") or []
        byline = ", ".join(str(a["name"]) for a in authors if isinstance(a, dict) and a.get("name")) or None
        text = plain or text_of_fragment(html) or summary
        raw = json.dumps(one, ensure_ascii=True, sort_keys=True).encode()
        identity = str(one["id"]) if one.get("id") else None
        url, title = _said(one.get("url")) or None, _said(one.get("title"))
        out.append(
            Entry(
                identity, title, url, _said(one.get("date_published")) or None, byline, text, bool(html or plain), raw
            )
        )
    return Feed(_said(found.get("title")) or None, tuple(out))


def _said(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def iso_stamp(value: str | None) -> str | None:
    """A stamp of RFC 822 or ISO 8601 as ISO 8601; ``None`` where it is neither."""
    if value is None or day_of(value) is not None:
        return value
    try:
        return parsedate_to_datetime(value).isoformat()
    except (TypeError, ValueError, IndexError):
        return None
