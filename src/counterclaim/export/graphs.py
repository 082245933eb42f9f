"""Who says what and who repeats whom, for tools of networks: FollowTheMoney entities and GraphML."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from counterclaim.model.shown import shown_days, shown_place, shown_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept

_ORGANISATIONS = (
    "news_agency",
    "news_media",
    "state_media",
    "monitor",
    "ngo",
    "international_organization",
    "armed_group",
)


def ftm_lines(kept: Kept) -> Iterator[str]:
    """FollowTheMoney entities, one a line: reports as ``Article``, incidents as ``Event``, sources as entities.

    A claim is a ``Documentation`` of its incident by its report, with the source's role; the words are its summary.
    """
    seen: set[str] = set()
    for document in kept.documents:
        yield _entity(document.id, "Article", title=[document.title or document.id], bodyText=[document.text], publisher=[document.outlet],
                      publishedAt=[document.published.isoformat() if document.published else None], sourceUrl=[document.url], language=["eng"])  # fmt: skip
    for incident in kept.incidents:
        involved = sorted({_key(c.perpetrator) for c in incident.claims if c.perpetrator})
        yield _entity(incident.id, "Event", name=[f"{incident.sub_event_type}, {shown_place(incident.place)}"], date=[shown_days(incident.date_start, incident.date_end)] if incident.date_start else [],
                      location=[shown_place(incident.place)] if incident.place else [], involved=involved, summary=[incident.status_reason], keywords=list(incident.contested))  # fmt: skip
    for incident, claim, report in kept.claims:
        names = [(claim.perpetrator, "LegalEntity")] if claim.perpetrator else []
        if claim.source != "AUTHOR":
            names.append((claim.source, "Organization" if claim.source_kind in _ORGANISATIONS else "LegalEntity"))
        for name, schema in names:
            if name and _key(name) not in seen:
                seen.add(_key(name))
                yield _entity(_key(name), schema, name=[name])
        yield _entity(claim.id, "Documentation", document=[report.id], entity=[incident.id], role=[f"{shown_source(claim)} {claim.stance}"],
                      summary=[" ".join(s.text.split()) for s in claim.evidence], date=[report.published.isoformat() if report.published else None])  # fmt: skip


def _key(name: str) -> str:
    return "s" + hashlib.sha256(name.casefold().encode()).hexdigest()[:20]


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
        who = report.id if claim.source == "AUTHOR" else _key(claim.source)
        if who != report.id:
            nodes.setdefault(who, (claim.source, claim.source_kind))
            edges[report.id, who, "passes on"] = " ← ".join(claim.via)
        edges[who, incident.id, claim.stance] = ", ".join(claim.about)
    for incident in kept.incidents:
        for link in incident.repeats:
            edges[link.left, link.right, "repeats"] = link.reasons[0] if link.reasons else ""
    for key, (label, kind) in sorted(nodes.items()):
        yield f'<node id={quoteattr(key)}><data key="label">{_xml(label)}</data><data key="kind">{_xml(kind)}</data></node>\n'
    for (left, right, relation), reason in sorted(edges.items()):
        if left in nodes and right in nodes:
            yield f'<edge source={quoteattr(left)} target={quoteattr(right)}><data key="relation">{_xml(relation)}</data><data key="reason">{_xml(reason)}</data></edge>\n'
    yield "</graph>\n</graphml>\n"


def _xml(words: str) -> str:
    """Words as XML allows them: control characters have no form in it and are dropped."""
    return escape("".join(c for c in words if c in "\t\n" or ord(c) >= 32))
