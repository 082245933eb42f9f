"""What was captured decides what a capture is: ground changes hands, people are held, weapons are put out of use.

ACLED codes a battle over territory, an arrest and "disrupted weapons use" as three things (Codebook 2023, sub-event
types), and reports tell all three by "seize" and "capture".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from counterclaim.extract import roles
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon import incidents
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from spacy.tokens import Token

    from counterclaim.extract.triggers import Found
    from counterclaim.model import SubEventType

#: What a capture of goods other than weapons is: nothing that a coder of conflict writes down.
NOTHING: Final = "nothing"


def kind_of_capture(found: Found) -> SubEventType | Literal["", "nothing"]:
    """The kind that a trigger tells, for words of territory by what was taken; people taken may be part of any deed."""
    kind = found.entry.kind
    if kind not in incidents.TERRITORY:
        return kind
    taken = roles.targets(found)
    if any(_is_somebody(head) for head in taken):
        return ""
    if any(lemma_of(head) in incidents.words_in("arms") or _is_weapon(head) for head in taken):
        return "Disrupted weapons use"
    if any(lemma_of(head) in incidents.words_in("goods") for head in taken):
        return NOTHING
    return kind


def _is_somebody(head: Token) -> bool:
    """True for people by what they are; a name alone tells no town from a person to the parser."""
    return lemma_of(head) in entries("tolls", "person", WordEntry) or head.lower_ in entries(
        "tolls", "victims", WordEntry
    )


def _is_weapon(head: Token) -> bool:
    weapon = incidents.weapons().get(lemma_of(head))
    return weapon is not None and not weapon.platform
