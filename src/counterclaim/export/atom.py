"""An Atom feed (RFC 4287) of denials and changed accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from counterclaim.export.news import feed_of
from counterclaim.export.xml_words import xml_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept


def atom_lines(kept: Kept, base: str = "", query: str = "") -> Iterator[str]:
    """The feed; ``base`` is the address of the pages that entries link to, ``query`` what the feed is narrowed by, where there are such."""
    entries = feed_of(kept.incidents)
    newest = entries[0].day.isoformat() if entries else "1970-01-01"
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield "<title>Counterclaim: denials and changed accounts</title>\n<author><name>Counterclaim</name></author>\n"
    # A feed goes by one id for good: its address where it has one.
    address = escape(f"{base}/feed.atom{'?' if query else ''}{query}", {'"': "&quot;"})
    yield f"<id>{address if base else f'urn:counterclaim:{kept.head}'}</id>\n<updated>{newest}T00:00:00Z</updated>\n"
    if base:
        yield f'<link rel="self" href="{address}"/>\n'
    for entry in entries:
        link = f'<link href="{escape(base)}/incidents/{entry.incident}"/>' if base else ""
        yield (
            f"<entry><id>urn:counterclaim:{entry.id}</id><title>{xml_words(entry.title)}</title><updated>{entry.day}T00:00:00Z</updated>"
            f"{link}<summary>{xml_words(entry.words)}</summary></entry>\n"
        )
    yield "</feed>\n"
