"""One thing said to have happened, in one report and across reports."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counterclaim.model.claim import Claim, Facet, Stance, Toll
from counterclaim.model.link import Link
from counterclaim.model.place import DatePrecision, Place
from counterclaim.model.review import Correction

#: ACLED's sub-event types (ACLED Codebook 2023, table 2).
SubEventType = Literal[
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Armed clash",
    "Chemical weapon",
    "Air/drone strike",
    "Suicide bomb",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Grenade",
    "Sexual violence",
    "Attack",
    "Abduction/forced disappearance",
    "Mob violence",
    "Violent demonstration",
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
]

#: Where a party stands that speaks on an incident.
Interest = Literal["accused", "target's side", "accuser", "none"]
Status = Literal["single-source", "corroborated", "contested", "admitted", "withdrawn"]


class Incident(msgspec.Struct, frozen=True):
    """One thing that one report says happened at one place in one span of time.

    ``event_type`` and ``sub_event_type`` are ACLED's. ``date_derived_by`` is that of :class:`When`. ``contested`` and
    ``status`` are computed from this report's claims alone.
    """

    id: str
    main: bool
    event_type: str
    sub_event_type: str
    place: Place | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: DatePrecision = "unknown"
    date_derived_by: str | None = None
    contested: tuple[Facet, ...] = ()
    status: Status = "single-source"


class DocumentRef(msgspec.Struct, frozen=True):
    """A report that speaks of a merged incident. ``reprint_of`` is the id of the report that it repeats."""

    id: str
    id_given: str | None = None
    outlet: str | None = None
    published: dt.date | None = None
    title: str = ""
    reprint_of: str | None = None


class CompetingValue(msgspec.Struct, frozen=True):
    """One value that sources give to one facet, with the claims that give it and those that deny it."""

    value: str | Toll
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    stances: tuple[Stance, ...]


class Citation(msgspec.Struct, frozen=True):
    """A report that passes on another outlet's reporting: the name cited, the claim that does so, and how."""

    document: str
    cited: str
    claim: str
    reason: str


class Conflict(msgspec.Struct, frozen=True):
    """One facet on which accounts part: the ids of the claims (a denial first) or of the incidents, and the reason."""

    facet: Facet
    claims: tuple[str, ...]
    reason: str


class SourceGroup(msgspec.Struct, frozen=True):
    """Claims that stand on one source: its name, the party it belongs to, and why they are one.

    ``interest`` says where that party stands in the matter: who accuses, who is accused, or whose people were hit.
    """

    name: str
    side: str | None
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    reason: str
    interest: Interest = "none"


class MergedIncident(msgspec.Struct, frozen=True):
    """One incident as all the reports of a ledger tell it: a pure function of claims and links.

    ``members`` are the ids of the single reports' incidents. ``main_documents`` are the reports that are about it, the
    rest tell of it as background. ``independent_sources`` counts sources after reprints and repetitions are folded
    (``sources`` lists them with the reason); ``reports`` and ``own_reports`` count reports with and without reprints.
    ``status_claims`` made the status fire. ``repeats`` are the links of reprints among its reports, ``citations``
    say which report passes on whose reporting, ``circles`` are rings of outlets of which each leads to the next. ``corrections`` are what people decided, beside the machine's values.
    """

    id: str
    event_type: str
    sub_event_type: str
    place: Place | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: DatePrecision
    contested: tuple[Facet, ...]
    status: Status
    status_reason: str
    members: tuple[str, ...]
    documents: tuple[DocumentRef, ...]
    main_documents: tuple[DocumentRef, ...]
    reports: int
    own_reports: int
    independent_sources: int
    facets: dict[str, tuple[CompetingValue, ...]]
    claims: tuple[Claim, ...]
    status_claims: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sources: tuple[SourceGroup, ...] = ()
    repeats: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()
    corrections: tuple[Correction, ...] = ()
