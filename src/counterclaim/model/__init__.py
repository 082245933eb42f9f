"""The frozen types of the ledger and their JSON form.

A type's fields are the names of the JSON, in its order: ``encode`` and ``decode`` in :mod:`counterclaim.model.form`
need no mapping. Nothing here does work; everything that decides stands in the stages.
"""

from counterclaim.model.claim import (
    CERTAINTIES,
    FACETS,
    SOURCE_KINDS,
    STANCES,
    Certainty,
    Claim,
    Facet,
    SourceKind,
    Stance,
    Toll,
)
from counterclaim.model.document import Document, FieldName, Span
from counterclaim.model.form import content_id, decode, encode
from counterclaim.model.incident import (
    Citation,
    CompetingValue,
    Conflict,
    DocumentRef,
    Incident,
    Interest,
    MergedIncident,
    SourceGroup,
    Status,
    SubEventType,
)
from counterclaim.model.link import Judgement, Link, LinkKind
from counterclaim.model.place import Place, PlaceMention, When, WhenMention
from counterclaim.model.reading import Attribution, Failure, Manner, Reading
from counterclaim.model.review import REVIEW_KINDS, Correction, Review, ReviewKind, ReviewValue
from counterclaim.model.summary import IncidentSummary

__all__ = [
    "CERTAINTIES",
    "FACETS",
    "REVIEW_KINDS",
    "SOURCE_KINDS",
    "STANCES",
    "Attribution",
    "Certainty",
    "Citation",
    "Claim",
    "CompetingValue",
    "Conflict",
    "Correction",
    "Document",
    "DocumentRef",
    "Facet",
    "Failure",
    "FieldName",
    "Incident",
    "IncidentSummary",
    "Interest",
    "Judgement",
    "Link",
    "LinkKind",
    "Manner",
    "MergedIncident",
    "Place",
    "PlaceMention",
    "Reading",
    "Review",
    "ReviewKind",
    "ReviewValue",
    "SourceGroup",
    "SourceKind",
    "Span",
    "Stance",
    "Status",
    "SubEventType",
    "Toll",
    "When",
    "WhenMention",
    "content_id",
    "decode",
    "encode",
]
