"""W3C PROV in PROV-JSON: what came from what, by whose reading, and who is on record with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from counterclaim.export.kept import source_id
from counterclaim.model.shown import shown_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.export.kept import Kept

_PREFIX = {
    "cc": "urn:counterclaim:",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def prov_lines(kept: Kept) -> Iterator[str]:
    """Claims come from reports by the reading, incidents from claims by the assessment, and each claim is a source's.

    One record a line, so that no more than one is in memory.
    """
    yield '{"prefix": ' + _json(_PREFIX)
    sections: tuple[tuple[str, Iterable[tuple[str, dict[str, Any]]]], ...] = (
        ("entity", _entities(kept)),
        ("activity", [("cc:reading", {}), ("cc:assessment", {})]),
        ("agent", _agents(kept)),
        ("wasDerivedFrom", _derived(kept)),
        ("wasAttributedTo", _told(kept)),
        ("wasAssociatedWith", [(f"_:{what}", {"prov:activity": f"cc:{what}", "prov:agent": "cc:program"}) for what in ("reading", "assessment")]),
    )  # fmt: skip
    for name, records in sections:
        first = True
        for key, record in records:
            yield f',\n"{name}": {{\n' if first else ",\n"
            yield f"{json.dumps(key)}: {_json(record)}"
            first = False
        if not first:
            yield "}"
    yield "}\n"


def _entities(kept: Kept) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "cc:ledger", {"prov:type": "ledger", "cc:head": kept.head}
    for document in kept.documents:
        told = {"cc:outlet": document.outlet, "cc:title": document.title, "cc:url": document.url}
        published = {"cc:published": document.published.isoformat()} if document.published else {}
        yield f"cc:{document.id}", {"prov:type": "report", **{k: v for k, v in told.items() if v}, **published}
    for incident in kept.incidents:
        yield f"cc:{incident.id}", {"prov:type": "incident", "cc:status": incident.status}
    for _, claim, _ in kept.claims:
        yield f"cc:{claim.id}", {"prov:type": "claim", "cc:stance": claim.stance}


def _agents(kept: Kept) -> Iterator[tuple[str, dict[str, Any]]]:
    software = {"$": "prov:SoftwareAgent", "type": "prov:QUALIFIED_NAME"}
    yield "cc:program", {"prov:type": software, "cc:version": kept.program}
    seen = set()
    for _, claim, report in kept.claims:
        agent = _agent(claim.source, report.id)
        if agent not in seen:
            seen.add(agent)
            yield agent, {"prov:label": shown_source(claim)}


def _derived(kept: Kept) -> Iterator[tuple[str, dict[str, Any]]]:
    for incident, claim, _ in kept.claims:
        yield f"_:r{claim.id}", _derivation(claim.id, claim.document, "reading")
        yield f"_:a{claim.id}", _derivation(incident.id, claim.id, "assessment")


def _derivation(made: str, used: str, activity: str) -> dict[str, Any]:
    return {"prov:generatedEntity": f"cc:{made}", "prov:usedEntity": f"cc:{used}", "prov:activity": f"cc:{activity}"}


def _told(kept: Kept) -> Iterator[tuple[str, dict[str, Any]]]:
    for _, claim, report in kept.claims:
        yield f"_:t{claim.id}", {"prov:entity": f"cc:{claim.id}", "prov:agent": _agent(claim.source, report.id)}


def _agent(source: str, report: str) -> str:
    """A source by a hash of its name; a report's own voice is that report's."""
    return f"cc:voice-{report}" if source == "AUTHOR" else f"cc:{source_id(source)}"


def _json(thing: dict[str, Any]) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True)
