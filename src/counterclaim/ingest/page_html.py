"""Saved pages: the main text by trafilatura; what the page says of itself before what can be guessed of it."""

from __future__ import annotations

import re
from html import unescape

from counterclaim.errors import EmptyInput, TooLargeInput
from counterclaim.ingest.capture import decoded
from counterclaim.ingest.page_metadata import metadata_of

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
#: The longest pages of news have 2 MB; finding the main text takes more than linear time in what is longer.
LARGEST_PAGE = 5_000_000
#: A page of more tags than this is no article; live blogs of a day have 20,000.
_MOST_TAGS = 100_000
_LARGEST_FRAGMENT = 2_000_000
_BREAK = re.compile(r"<(?:/p|/div|/li|/h[1-6]|/blockquote|br)\b[^<>]{0,200}>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,5000}>")


def fields_of_html(raw: bytes, subject: str, encoding: str | None = None) -> dict[str, str | None]:
    """The named fields of a saved page.

    Raises:
        EmptyInput: no main text was found in it.
        EncodingInput: it is neither in the encoding that it declares nor in UTF-8.
        TooLargeInput: it is longer, or has more tags, than any article.
    """
    import trafilatura
    from trafilatura.settings import use_config

    if len(raw) > LARGEST_PAGE or raw.count(b"<") > _MOST_TAGS:
        message = f"{subject} has {len(raw):,} bytes and {raw.count(b'<'):,} tags, more than any article; save its text"
        raise TooLargeInput(message, subject=subject)
    declared = _CHARSET.search(raw[:4096])
    html = decoded(raw, subject, encoding or (declared[1].decode("ascii") if declared else None))
    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    found = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False, config=config
    )
    if found is None or isinstance(found, dict) or not found.text:
        raise EmptyInput(
            f"{subject} holds no main text that could be found; save the article itself as plain text", subject=subject
        )
    said = metadata_of(html)
    return {
        "text": found.text,
        "title": said["title"] or found.title,
        "outlet": said["outlet"] or found.sitename or found.hostname,
        "published": said["published"] or found.date,
        "url": said["url"] or found.url,
        "byline": said["byline"] or found.author,
        "credit": said["credit"],
    }


def text_of_fragment(html: str) -> str:
    """The words of a piece of HTML, a line for each block; of plain text, the text."""
    html = html[:_LARGEST_FRAGMENT]
    if "<" not in html:
        return unescape(html).strip()
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", _without_scripts(html)))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _without_scripts(html: str) -> str:
    out, at = [], 0
    while (found := _UNSEEN.search(html, at)) is not None:
        out.append(html[at : found.start()])
        end = html.lower().find(f"</{found[1].lower()}", found.end()) if len(out) < 100 else -1
        if end < 0:
            return "".join(out)
        at = end
    return "".join([*out, html[at:]])
