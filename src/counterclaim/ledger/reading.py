"""Reports read by themselves; nothing is kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from counterclaim.engines import read_in_order, shared_reader
from counterclaim.model import Document, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.engines import Engine


def read(
    text: str,
    *,
    published: dt.date | str | None = None,
    outlet: str | None = None,
    title: str = "",
    url: str | None = None,
) -> Reading:
    """Read one report.

    Args:
        text: its text, as it stands; offsets point into it.
        published: the day of publication, against which "Monday" is resolved; a date or ``YYYY-MM-DD``.
        outlet: who published it; tells state media from others.
        title: its title, where that is apart from the text.
        url: its address.

    Returns:
        The reading: attributions, incidents, claims, places and dates, each with its span of the text.

    Raises:
        ModelError: the parser or the tagger is missing or altered.
    """
    day = dt.date.fromisoformat(published[:10]) if isinstance(published, str) else published
    return shared_reader().read(Document.of(text, title=title, outlet=outlet, published=day, url=url))


def read_documents(documents: Iterable[Document], *, engine: Engine | None = None) -> Iterator[Reading]:
    """Readings of documents in their order, the same on every engine."""
    for _, reading in read_in_order(documents, lambda document: document, engine):
        if reading is not None:
            yield reading
