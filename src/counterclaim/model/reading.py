"""All that was read in one report."""

from __future__ import annotations

from typing import Literal

import msgspec

from counterclaim.model.claim import Claim
from counterclaim.model.document import Document, Span
from counterclaim.model.incident import Incident
from counterclaim.model.place import PlaceMention, WhenMention

Manner = Literal["direct", "indirect", "mixed"]


class Attribution(msgspec.Struct, frozen=True):
    """Source, cue and content of one reported saying (the terms of PARC and PolNeAR).

    ``parent`` is the id of the attribution inside whose content this one stands. ``source`` is ``None`` where the text
    gives none ("reportedly", "was blamed on"); ``source_means`` names who is meant by a pronoun or a short form.
    """

    id: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    manner: Manner = "indirect"
    parent: str | None = None
    source_means: str | None = None


class Failure(msgspec.Struct, frozen=True):
    """Something that could not be done, beside what could: the stage, what it was about, and why."""

    stage: str
    subject: str
    detail: str


class Reading(msgspec.Struct, frozen=True):
    """One report and everything found in it: the JSON object of ``counterclaim read --format jsonl``."""

    document: Document
    attributions: tuple[Attribution, ...] = ()
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    dates: tuple[WhenMention, ...] = ()
    failures: tuple[Failure, ...] = ()
