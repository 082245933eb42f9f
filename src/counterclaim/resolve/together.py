"""Several who speak as one: "both Damascus and Iraq's Joint Operations Command" are two sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import listed_as
from counterclaim.resolve.names import without_article
from counterclaim.resolve.speaker import is_state, kind_of, side_of

if TYPE_CHECKING:
    from counterclaim.resolve.names import Names

_AND = re.compile(r",?\s+and\s+|,\s+")
_BOTH = re.compile(r"^both\s+|\s+both$", re.IGNORECASE)
#: Kinds of source that are bodies of a party where they have a side and are no person.
_BODIES = ("government", "military", "police", "armed_group", "state_media")


def parties_together(text: str, names: Names) -> tuple[str, ...]:
    """The parties and bodies that a source phrase joins by "and", each by itself; none where one of them is no party.

    A comma alone joins nothing: "a faction, the Lake Brigade" is one.
    """
    if " and " not in text:
        return ()
    said = [without_article(part) for part in _AND.split(_BOTH.sub("", text))]
    parts = tuple(part if _is_party(part, names) else names.body_called(part) or part for part in said)
    return parts if len(parts) > 1 and all(_is_party(part, names) for part in parts) else ()


def _is_party(name: str, names: Names) -> bool:
    """True for "Damascus", "Syria's military", "Iraq's Joint Operations Command"; not for a person or "residents"."""
    if listed_as(name) or is_state(name):
        return True
    kind, named = kind_of(name)
    return named and kind in _BODIES and side_of(name, kind) is not None and not names.is_person(name)
