"""What one source says about one incident."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from counterclaim.model.document import Span

Stance = Literal["asserts", "denies", "suspects", "noncommittal"]
Certainty = Literal["certain", "probable", "possible"]
Facet = Literal["occurrence", "perpetrator", "target", "weapon", "place", "date", "killed", "injured"]
SourceKind = Literal[
    "government",
    "military",
    "armed_group",
    "police",
    "state_media",
    "news_media",
    "news_agency",
    "monitor",
    "ngo",
    "international_organization",
    "medical",
    "rescue",
    "witness",
    "resident",
    "activist",
    "analyst",
    "anonymous_official",
    "other",
]

STANCES: tuple[Stance, ...] = get_args(Stance)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
FACETS: tuple[Facet, ...] = get_args(Facet)
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)

#: People killed or injured: least and most, ``None`` for no bound (UCDP's low and high estimates).
Toll = tuple[int | None, int | None]


class Claim(msgspec.Struct, frozen=True, omit_defaults=False):
    """What one source says about one incident, with the words that carry it. Never changed once written.

    ``source`` is ``"AUTHOR"`` for what the report tells in its own voice. ``via`` names who passed it on, nearest to
    the source first, the reporting outlet left out. A denial's ``about`` and values hold what is denied. ``trace``
    names the rules that made it, in order; ``document`` is the id of the report.
    """

    id: str
    incident: str
    source: str
    source_kind: SourceKind
    side: str | None
    named: bool
    via: tuple[str, ...]
    stance: Stance
    certainty: Certainty
    about: tuple[Facet, ...]
    perpetrator: str | None = None
    target: str | None = None
    weapon: str | None = None
    killed: Toll | None = None
    injured: Toll | None = None
    evidence: tuple[Span, ...] = ()
    attribution: str | None = None
    trace: tuple[str, ...] = ()
    document: str = ""
