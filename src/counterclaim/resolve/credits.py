"""Credits: the agency whose whole report an outlet prints, by its dateline, byline or credit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import listed_as, listed_in
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.resolve.actors import is_outlet
from counterclaim.resolve.speaker import kind_of

if TYPE_CHECKING:
    from counterclaim.text.page import Page

_CREDITS = ("dateline", "credit", "furniture")


def credited_agency(page: Page) -> str | None:
    """The one agency that a page credits as a whole; ``None`` without one, with several, or where it is the outlet."""
    document = page.document
    lines = [block.text for block in page.unread if block.kind in _CREDITS]
    found = [m["who"] for line in lines for pattern in _patterns() for m in pattern.finditer(line)]
    found += [words for words in (document.credit, document.byline) if words]
    names = {name for words in found if (name := _agency(words)) is not None}
    names = {name for name in names if not _is_same(name, document.outlet or "")}
    return names.pop() if len(names) == 1 else None


def _agency(words: str) -> str | None:
    """The name of an agency or outlet, as the table of actors has it, else as written; ``None`` for a person."""
    written = words.strip(" .,")
    actor = listed_as(written) if written else None
    if not written:
        return None
    if actor is not None:
        return actor.name if is_outlet(actor) else None
    known = {name.casefold() for name in entries("agencies", "agencies", WordEntry)}
    words_of_agencies = entries("agencies", "last_words", WordEntry)
    is_known = written.casefold() in known or written.casefold().split()[-1] in words_of_agencies
    by_kind = listed_in(written) is None and kind_of(written)[0] in ("news_agency", "news_media", "state_media")
    return written if is_known or by_kind else None  # "CNN Map" over a map is no agency


def _is_same(name: str, outlet: str) -> bool:
    """True for an outlet's own name or the letters of it: "(HPA)" in the Halden Press."""
    own = listed_as(outlet)
    initials = "".join(word[0] for word in outlet.split() if word[0].isupper())
    return name.casefold() in (outlet.casefold(), own.name.casefold() if own else "") or (
        len(initials) > 1 and name.isupper() and name.startswith(initials)
    )


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in entries("relays", "credits", WordEntry))
