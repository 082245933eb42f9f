"""Readings made from case files: what a case is not about is filled in here."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from counterclaim.model import Claim, Document, Incident, Place, Reading, Span, content_id

CASES = Path(__file__).parent / "cases"
EVENT_TYPES = {
    "Air/drone strike": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Suicide bomb": "Explosions/Remote violence",
    "Armed clash": "Battles",
    "Attack": "Violence against civilians",
}


def cases_in(folder: str) -> list[tuple[str, dict[str, Any]]]:
    """Every case of a folder with its name: the file's own and that of the table in it."""
    out = []
    for path in sorted((CASES / folder).glob("*.toml")):
        for name, case in tomllib.loads(path.read_text(encoding="utf-8")).items():
            out.append((f"{path.stem}: {name}", case))
    return out


def reading_of(row: dict[str, Any]) -> Reading:
    """A report of a case with its incidents and claims as a reader would have found them."""
    document = Document.of(
        row.get("text", row.get("title", row["id"])),
        title=row.get("title", ""),
        outlet=row.get("outlet", f"Outlet {row['id']}"),
        published=row.get("published"),
        published_at=row.get("published_at"),
        credit=row.get("credit"),
        id_given=row["id"],
    )
    incidents: list[Incident] = []
    claims: list[Claim] = []
    for number, told in enumerate(row.get("incidents", [])):
        incident = _incident(document, number, told)
        incidents.append(incident)
        claims.extend(claim_of(said, incident.id, document, k) for k, said in enumerate(told.get("claims", [])))
    return Reading(document, incidents=tuple(incidents), claims=tuple(claims))


def _incident(document: Document, number: int, told: dict[str, Any]) -> Incident:
    days = told.get("days", [])
    place = None
    if "place" in told:
        lat, lon, radius = told.get("at", [None, None, None])
        geo, where = told.get("precision", [None, None])
        place = Place(
            told["place"], within=told.get("within"), lat=lat, lon=lon, radius_km=radius, country=told.get("country"),
            geo_precision=geo, where_prec=where,
        )  # fmt: skip
    kind = told.get("kind", "Air/drone strike")
    return Incident(
        id=content_id("i", document.id, number),
        main=told.get("main", True),
        event_type=EVENT_TYPES.get(kind, "Strategic developments"),
        sub_event_type=kind,
        place=place,
        date_start=days[0] if days else None,
        date_end=days[-1] if days else None,
        date_precision="day" if len(days) == 1 else "days" if days else "unknown",
        date_derived_by=told.get("derived", "text") if days else None,
    )


def claim_of(said: dict[str, Any], incident: str = "i", document: Document | None = None, number: int = 0) -> Claim:
    """A claim of a case; a toll is ``[least, most]`` with -1 for no bound, a ``quote`` stands in the text."""
    source = said.get("source", "AUTHOR")
    tolls: dict[str, Any] = {k: _toll(said[k]) for k in ("killed", "injured") if k in said}
    values: dict[str, Any] = {k: said[k] for k in ("perpetrator", "target", "weapon") if k in said}
    about = said.get("about", ["occurrence", *values, *tolls])
    return Claim(
        id=content_id("c", incident, number, source),
        incident=incident,
        source=source,
        source_kind=said.get("kind", "news_media" if source == "AUTHOR" else "other"),
        side=said.get("side"),
        named=said.get("named", True),
        via=tuple(said.get("via", ())),
        stance=said.get("stance", "asserts"),
        certainty=said.get("certainty", "certain"),
        about=tuple(about),
        document=document.id if document else "d",
        evidence=_evidence(said, document),
        **values,
        **tolls,
    )


def _evidence(said: dict[str, Any], document: Document | None) -> tuple[Span, ...]:
    if document is None or "quote" not in said:
        return ()
    start = document.text.index(said["quote"])
    return (document.span(start, start + len(said["quote"])),)


def _toll(bounds: list[int]) -> tuple[int | None, int | None]:
    low, high = (None if bound < 0 else bound for bound in bounds)
    return low, high


def day(text: str) -> dt.date:
    """A day from its ISO form."""
    return dt.date.fromisoformat(text)
