"""Linked data: schema.org claims, W3C Web Annotations and W3C PROV, as JSON.

Counterclaim gives no verdict, so ``claimreview`` writes schema.org's ``Claim`` with its appearances, the accounts that
contradict it, and no ``reviewRating``: a fact-checker adds the ``ClaimReview`` that is theirs to give.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from counterclaim.model.shown import shown_days, shown_place, shown_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import Claim, Document, DocumentRef, MergedIncident

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
    words = " … ".join(" ".join(s.text.split()) for s in claim.evidence)
    article: dict[str, Any] = {
        "@type": "NewsArticle",
        "identifier": report.id,
        "headline": report.title or None,
        "url": document.url,
    }
    article |= {
        "datePublished": report.published.isoformat() if report.published else None,
        "publisher": _thing("Organization", report.outlet),
    }
    person = claim.named and claim.source_kind not in (
        "news_agency",
        "news_media",
        "state_media",
        "monitor",
        "ngo",
        "international_organization",
    )
    opposed = [
        c for conflict in incident.conflicts if claim.id in conflict.claims for c in conflict.claims if c != claim.id
    ]
    made: dict[str, Any] = {
        "@type": "Claim",
        "@id": f"urn:counterclaim:{claim.id}",
        "text": words,
        "author": _thing("Organization", report.outlet)
        if claim.source == "AUTHOR"
        else _thing("Person" if person and "," in claim.source else "Organization", claim.source),
        "appearance": [{k: v for k, v in article.items() if v is not None}],
        "about": {
            "@type": "Event",
            "@id": f"urn:counterclaim:{incident.id}",
            "name": f"{incident.sub_event_type}, {shown_place(incident.place)}",
            "temporalCoverage": shown_days(incident.date_start, incident.date_end),
        },
        "additionalType": f"urn:counterclaim:stance:{claim.stance}",
    }
    if opposed:
        made["subjectOf"] = [{"@id": f"urn:counterclaim:{one}"} for one in sorted(set(opposed))]
    return {k: v for k, v in made.items() if v is not None}


def _thing(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def annotation_lines(kept: Kept) -> Iterator[str]:
    """W3C Web Annotations, one JSON-LD object a line: each piece of evidence by position and by quotation."""
    for incident, claim, report in kept.claims:
        document = kept.readings[claim.document].document
        for number, span in enumerate(claim.evidence):
            text = document.field(span.field)
            selectors = [
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": span.text,
                    "prefix": text[max(0, span.start - _CONTEXT) : span.start],
                    "suffix": text[span.end : span.end + _CONTEXT],
                },
            ]
            body = {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "text/plain",
                "value": f"{shown_source(claim)} {claim.stance}: {', '.join(claim.about)} ({incident.sub_event_type}, {shown_place(incident.place)})",
            }
            source = document.url or f"urn:counterclaim:{report.id}"
            yield _json({
                "@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:counterclaim:{claim.id}:{number}", "type": "Annotation", "motivation": "describing",
                "body": body, "target": {"source": source if span.field == "text" else f"{source}#title", "selector": selectors},
            }) + "\n"  # fmt: skip


def prov_lines(kept: Kept) -> Iterator[str]:
    """W3C PROV in PROV-JSON: claims come from reports by the reading, incidents from claims by the assessment."""
    entities: dict[str, Any] = {"cc:ledger": {"prov:type": "ledger", "cc:head": kept.head}}
    derived, told, by, agents = (
        {},
        {},
        {},
        {"cc:program": {"prov:type": {"$": "prov:SoftwareAgent", "type": "xsd:QName"}, "cc:version": kept.program}},
    )
    for document in kept.documents:
        entities[f"cc:{document.id}"] = {
            "prov:type": "report",
            "cc:outlet": document.outlet or "",
            "cc:title": document.title,
        }
    for incident in kept.incidents:
        entities[f"cc:{incident.id}"] = {"prov:type": "incident", "cc:status": incident.status}
    for incident, claim, _ in kept.claims:
        entities[f"cc:{claim.id}"] = {"prov:type": "claim", "cc:stance": claim.stance}
        derived[f"_:r{claim.id}"] = {
            "prov:generatedEntity": f"cc:{claim.id}",
            "prov:usedEntity": f"cc:{claim.document}",
            "prov:activity": "cc:reading",
        }
        derived[f"_:a{claim.id}"] = {
            "prov:generatedEntity": f"cc:{incident.id}",
            "prov:usedEntity": f"cc:{claim.id}",
            "prov:activity": "cc:assessment",
        }
        who = f"cc:source-{_slug(claim.source if claim.source != 'AUTHOR' else claim.document)}"
        agents[who] = {"prov:label": shown_source(claim)}
        told[f"_:t{claim.id}"] = {"prov:entity": f"cc:{claim.id}", "prov:agent": who}
    for activity in ("cc:reading", "cc:assessment"):
        by[f"_:{activity[3:]}"] = {"prov:activity": activity, "prov:agent": "cc:program"}
    yield json.dumps({
        "prefix": {"cc": "urn:counterclaim:", "prov": "http://www.w3.org/ns/prov#", "xsd": "http://www.w3.org/2001/XMLSchema#"},
        "entity": entities, "activity": {"cc:reading": {}, "cc:assessment": {}}, "agent": agents, "wasDerivedFrom": derived,
        "wasAttributedTo": told, "wasAssociatedWith": by,
    }, ensure_ascii=False, sort_keys=True, indent=1) + "\n"  # fmt: skip


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name)


def _json(thing: dict[str, Any]) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True)
