"""Who says what and who repeats whom, for tools of networks: FollowTheMoney entities and GraphML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from counterclaim.export.kept import BODIES, source_id
from counterclaim.export.xml_words import xml_words
from counterclaim.model.shown import shown_place, shown_source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import Claim


def ftm_lines(kept: Kept) -> Iterator[str]:
    """FollowTheMoney entities, one a line: reports as ``Article``, incidents as ``Event``, sources as entities.

    A claim is a ``Documentation`` of its incident by its report, with the source's role; the words are its summary. A
    hand that a claim names hangs on the incident by an ``UnknownLink`` whose role says who names it: nobody is
    ``involved`` because somebody says so.
    """
    for document in kept.documents:
        yield _entity(document.id, "Article", title=[document.title or document.id], bodyText=[document.text], publisher=[document.outlet],
                      publishedAt=[_day(document.published)], sourceUrl=[document.url], language=["eng"])  # fmt: skip
    for incident in kept.incidents:
        place = incident.place
        yield _entity(incident.id, "Event", name=[f"{incident.sub_event_type}, {shown_place(place)}"], startDate=[_day(incident.date_start)], endDate=[_day(incident.date_end)],
                      location=[shown_place(place)] if place else [], country=[place.country.lower()] if place and place.country else [],
                      summary=[incident.status_reason], keywords=list(incident.contested))  # fmt: skip
    seen: set[str] = set()
    for incident, claim, report in kept.claims:
        for name, schema in _names(claim):
            if source_id(name) not in seen:
                seen.add(source_id(name))
                yield _entity(source_id(name), schema, name=[name])
        says, day = f"{shown_source(claim)} {claim.stance}", _day(report.published)
        words = [" ".join(span.text.split()) for span in claim.evidence]
        yield _entity(
            claim.id,
            "Documentation",
            document=[report.id],
            entity=[incident.id],
            role=[says],
            summary=words,
            date=[day],
        )
        if claim.perpetrator:
            yield _entity(f"{claim.id}-hand", "UnknownLink", subject=[source_id(claim.perpetrator)], object=[incident.id],
                          role=[f"perpetrator, {says}"], summary=words, date=[day])  # fmt: skip


def _names(claim: Claim) -> Iterator[tuple[str, str]]:
    """The hand and the source that a claim names, with FollowTheMoney's schema of each."""
    if claim.perpetrator:
        yield claim.perpetrator, "LegalEntity"
    if claim.source != "AUTHOR":
        yield claim.source, "Organization" if claim.source_kind in BODIES else "LegalEntity"


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _entity(key: str, schema: str, **properties: list[Any]) -> str:
    kept = {name: sorted({str(v) for v in values if v}) for name, values in properties.items()}
    filled = {name: values for name, values in kept.items() if values}
    return json.dumps({"id": key, "schema": schema, "properties": filled}, ensure_ascii=False, sort_keys=True) + "\n"


def graphml_lines(kept: Kept) -> Iterator[str]:
    """GraphML: sources, reports and incidents as nodes; says, denies, passes on and repeats as edges."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for key, where in (("label", "node"), ("kind", "node"), ("relation", "edge"), ("reason", "edge")):
        yield f'<key id="{key}" for="{where}" attr.name="{key}" attr.type="string"/>\n'
    yield '<graph id="ledger" edgedefault="directed">\n'
    nodes: dict[str, tuple[str, str]] = {d.id: (d.outlet or d.title or d.id, "report") for d in kept.documents}
    nodes |= {i.id: (f"{i.sub_event_type}, {shown_place(i.place)}", "incident") for i in kept.incidents}
    edges: dict[tuple[str, str, str], str] = {}
    for incident, claim, report in kept.claims:
        who = report.id if claim.source == "AUTHOR" else source_id(claim.source)
        if who != report.id:
            nodes.setdefault(who, (claim.source, claim.source_kind))
            edges[report.id, who, "passes on"] = " ← ".join(claim.via)
        edges[who, incident.id, claim.stance] = ", ".join(claim.about)
    for incident in kept.incidents:
        for link in incident.repeats:
            edges[link.left, link.right, "repeats"] = link.reasons[0] if link.reasons else ""
    for key, (label, kind) in sorted(nodes.items()):
        yield f'<node id={quoteattr(key)}><data key="label">{xml_words(label)}</data><data key="kind">{xml_words(kind)}</data></node>\n'
    for (left, right, relation), reason in sorted(edges.items()):
        if left in nodes and right in nodes:
            yield f'<edge source={quoteattr(left)} target={quoteattr(right)}><data key="relation">{xml_words(relation)}</data><data key="reason">{xml_words(reason)}</data></edge>\n'
    yield "</graph>\n</graphml>\n"
