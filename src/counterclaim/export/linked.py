"""Linked data: schema.org claims and W3C Web Annotations, as JSON-LD.

Counterclaim gives no verdict, so ``claimreview`` writes schema.org's ``Claim`` with its appearances, the accounts that
contradict it, and no ``reviewRating``: a fact-checker adds the ``ClaimReview`` that is theirs to give.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from counterclaim.export.kept import BODIES
from counterclaim.model.shown import shown_place, shown_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import Claim, Document, DocumentRef, MergedIncident, Span

_CONTEXT = 32  # characters before and after a quotation, by which it is found again in an edited page


def claims_lines(kept: Kept) -> Iterator[str]:
    """schema.org ``Claim`` objects, one JSON-LD graph."""
    yield '{"@context": "https://schema.org", "@graph": [\n'
    for number, (incident, claim, report) in enumerate(kept.claims):
        yield ("" if number == 0 else ",\n") + _json(
            _claim(incident, claim, report, kept.readings[claim.document].document)
        )
    yield "\n]}\n"


def _claim(incident: MergedIncident, claim: Claim, report: DocumentRef, document: Document) -> dict[str, Any]:
    opposed = {other for conflict in incident.conflicts if claim.id in conflict.claims for other in conflict.claims} - {
        claim.id
    }
    return _without_none({
        "@type": "Claim",
        "@id": f"urn:counterclaim:{claim.id}",
        "text": " … ".join(" ".join(span.text.split()) for span in claim.evidence),
        "author": _author(claim, report),
        "appearance": [_article(report, document)],
        "about": _event(incident),
        "additionalType": f"urn:counterclaim:stance:{claim.stance}",
        "subjectOf": [{"@id": f"urn:counterclaim:{one}"} for one in sorted(opposed)] or None,
    })  # fmt: skip


def _author(claim: Claim, report: DocumentRef) -> dict[str, str] | None:
    """Who says it. A named source with an office behind a comma is a person: "Igor Konashenkov, the spokesman"."""
    if claim.source == "AUTHOR":
        return _thing("Organization", report.outlet)
    person = claim.named and claim.source_kind not in BODIES and "," in claim.source
    return _thing("Person" if person else "Organization", claim.source)


def _article(report: DocumentRef, document: Document) -> dict[str, Any]:
    return _without_none({
        "@type": "NewsArticle",
        "identifier": report.id,
        "headline": report.title or None,
        "url": document.url,
        "datePublished": report.published.isoformat() if report.published else None,
        "publisher": _thing("Organization", report.outlet),
    })  # fmt: skip


def _event(incident: MergedIncident) -> dict[str, Any]:
    """The incident as schema.org's Event: a claim is about it, whether it happened or not."""
    place, start, end = incident.place, incident.date_start, incident.date_end
    made: dict[str, Any] = {
        "@type": "Event",
        "@id": f"urn:counterclaim:{incident.id}",
        "name": f"{incident.sub_event_type}, {shown_place(place)}",
        "startDate": start.isoformat() if start else None,
        "endDate": end.isoformat() if end else None,
    }
    if place is not None:
        made["location"] = {"@type": "Place", "name": shown_place(place)}
        if place.lat is not None and place.lon is not None:
            made["location"]["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return _without_none(made)


def _without_none(made: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if value is not None}


def _thing(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def annotation_lines(kept: Kept) -> Iterator[str]:
    """W3C Web Annotations, one JSON-LD object a line: each piece of evidence by position and by quotation."""
    for incident, claim, _ in kept.claims:
        document = kept.readings[claim.document].document
        says = f"{shown_source(claim)} {claim.stance}: {', '.join(claim.about)} ({incident.sub_event_type}, {shown_place(incident.place)})"
        for number, span in enumerate(claim.evidence):
            yield _json({
                "@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:counterclaim:{claim.id}:{number}", "type": "Annotation", "motivation": "describing",
                "body": {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": says},
                "target": _targets(document, span),
            }) + "\n"  # fmt: skip


def _targets(document: Document, span: Span) -> list[dict[str, Any]]:
    """The frozen text by position and quotation, and the page that it was taken from by quotation alone.

    A position counts characters of the frozen text; in the page they lie elsewhere.
    """
    text = document.field(span.field)
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.text,
        "prefix": text[max(0, span.start - _CONTEXT) : span.start],
        "suffix": text[span.end : span.end + _CONTEXT],
    }
    frozen = f"urn:counterclaim:{document.id}" + ("" if span.field == "text" else f"#{span.field}")
    targets: list[dict[str, Any]] = [{"type": "SpecificResource", "source": frozen, "selector": [position, quote]}]
    if document.url:
        targets.append({"type": "SpecificResource", "source": document.url, "selector": [quote]})
    return targets


def _json(thing: dict[str, Any]) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True)
