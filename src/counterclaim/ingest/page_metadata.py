"""What a page says of itself: JSON-LD first, then OpenGraph and plain meta tags; bounded work on any bytes."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Metadata stands near the top; a page that says more is not read for it to its end.
_HEAD = 1_000_000
_MOST_SCRIPTS = 40
_MOST_TAGS = 400
_META = re.compile(r"<(?:meta|link)\s([^>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:.-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "WebPage",
    ]
)


def metadata_of(html: str) -> dict[str, str | None]:
    """Title, outlet, day, address, byline and agency credit, as far as the page says them.

    JSON-LD (schema.org ``NewsArticle`` and its kin) is believed before OpenGraph (ogp.me, with its ``article:``
    properties), that before plain meta tags: the first is written for machines, the last often by a template.
    """
    head = html[:_HEAD]
    tags = _tags(head)
    said = _linked(head)
    for name, keys in _KEYS.items():
        if not said.get(name):
            said[name] = next((tags[k] for k in keys if tags.get(k)), None)
    if not said.get("credit") and said.get("byline") and is_agency(str(said["byline"])):
        said["credit"] = said["byline"]
    return said


#: The tags of each field, the best first.
_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "dc.title", "twitter:title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher"),
    "published": ("article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "dc.date"),
    "url": ("canonical", "og:url"),
    "byline": ("article:author_name", "author", "dc.creator", "byl"),
    "credit": ("syndication-source", "original-source", "dc.source", "source"),
}


def is_agency(words: str) -> bool:
    """True for the name of a news agency and nothing else: "Reuters", "AFP and AP"."""
    names = [n.strip().casefold() for n in re.split(r",|/|&|\band\b", words.removeprefix("By ")) if n.strip()]
    return bool(names) and all(n in _agencies() for n in names)


def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for name in entries("agencies", "agencies", WordEntry))


def _tags(head: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for count, tag in enumerate(_META.finditer(head)):
        if count >= _MOST_TAGS:
            break
        said = {k.lower(): unescape(a or b or c).strip() for k, a, b, c in _ATTRIBUTE.findall(tag[1])}
        if said.get("rel", "").lower() == "canonical":
            out.setdefault("canonical", said.get("href", ""))
        name = said.get("property") or said.get("name") or said.get("itemprop")
        if name and said.get("content"):
            out.setdefault(name.lower(), said["content"])
    author = out.get("article:author", "")
    if author and not author.startswith("http"):
        out.setdefault("article:author_name", author)
    return out


def _scripts(head: str) -> Iterator[str]:
    """The bodies of JSON-LD scripts, found without a pattern that could look back."""
    low, at = head.lower(), 0
    for _ in range(_MOST_SCRIPTS):
        at = low.find("application/ld+json", at)
        begin = low.find(">", at) + 1
        end = low.find("</script", begin)
        if at < 0 or begin <= 0 or end < 0:
            return
        yield head[begin:end]
        at = end


def _linked(head: str) -> dict[str, str | None]:
    for script in _scripts(head):
        try:
            found = json.loads(script.strip().removeprefix("<![CDATA[").removesuffix("]]>"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(found):
            kinds = node.get("@type")
            if _ARTICLES & set(map(str, kinds if isinstance(kinds, list) else [kinds])) and node.get("headline"):
                return _fields(node)
    return {}


def _nodes(found: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top, in a list, or in a graph; deeper ones are parts of other things."""
    for node in found if isinstance(found, list) else [found]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (n for n in graph if isinstance(n, dict)) if isinstance(graph, list) else ()


def _fields(node: dict[str, Any]) -> dict[str, str | None]:
    outlet = _names(node.get("publisher"))
    people = node.get("author") or node.get("creator")
    credit = _names(node.get("sourceOrganization")) or _words(node.get("creditText"))
    url = node.get("url") or node.get("mainEntityOfPage")
    return {
        "title": _words(node.get("headline")),
        "outlet": outlet,
        "published": _words(node.get("datePublished")),
        "url": _words(url.get("@id") if isinstance(url, dict) else url),
        "byline": _names(people),
        "credit": credit if credit != outlet else None,
    }


def _words(value: object) -> str | None:
    return unescape(value).strip() or None if isinstance(value, str) else None


def _names(value: Any) -> str | None:
    found = value if isinstance(value, list) else [value]
    names = [_words(one.get("name") if isinstance(one, dict) else one) for one in found[:20]]
    return ", ".join(dict.fromkeys(n for n in names if n and not n.startswith("http"))) or None
