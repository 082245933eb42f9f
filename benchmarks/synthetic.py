"""Reports of an invented war, by a seed: as many as wanted, each incident told by several outlets that differ on the toll."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from typing import TYPE_CHECKING

from counterclaim.ingest import Captured
from counterclaim.model import Claim, Document, Incident, Place, Reading, content_id

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES = [
    "ba",
    "da",
    "far",
    "ghu",
    "har",
    "jal",
    "kat",
    "lum",
    "mar",
    "nas",
    "qor",
    "rum",
    "sal",
    "tab",
    "um",
    "wad",
    "zar",
]
_SOURCES = (
    ("rebels", "armed_group", "opposition"),
    ("army", "military", "government"),
    ("medics", "medical", None),
    ("residents", "resident", None),
)
#: The first day; unless told otherwise, incidents fall evenly on the twelve years after it.
_FIRST, _DAYS = dt.date(2012, 1, 1), 4380


def synthetic_reports(incidents: int, seed: int = 0, days: int = _DAYS) -> Iterator[tuple[Captured, Reading]]:
    """Captures with their readings: for each incident two to four reports with about three claims each.

    Args:
        incidents: how many incidents are told of; there are ten claims to each, near enough.
        seed: the same seed gives the same reports.
        days: on how many days they fall.
    """
    chance = random.Random(seed)  # noqa: S311 - reports are made up, not secrets
    for _ in range(incidents):
        town = _name(chance)
        place = Place(town, lat=round(chance.uniform(12, 37), 3), lon=round(chance.uniform(22, 48), 3), radius_km=5.0)
        day = _FIRST + dt.timedelta(days=chance.randrange(days))
        story = [_name(chance) for _ in range(12)]
        for teller in range(chance.randint(2, 4)):
            yield _report(chance, story, teller, place, day)


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(4)).title()


def _report(
    chance: random.Random, story: list[str], teller: int, place: Place, day: dt.date
) -> tuple[Captured, Reading]:
    """A report in words of its own: it names part of the people and streets of its story, in its own order."""
    killed = chance.randint(1, 60)
    outlet = f"Desk {chance.randrange(200)}-{teller}"
    told = " ".join(chance.sample([*story, *(_name(chance) for _ in range(12))], 18))
    text = f"A strike hit {place.name} and killed {killed} people, medics said: {told}. The army denied it."
    document = Document.of(text, title=f"Strike on {place.name}", outlet=outlet, published=day)
    home = content_id("i", document.id)
    incident = Incident(home, True, "Explosions/Remote violence", "Air/drone strike", place, day, day, "day", "text")
    claims = tuple(
        Claim(content_id("c", home, source), home, source, kind, side, False, (),  # type: ignore[arg-type]
              "denies" if source == "army" else "asserts", "certain", ("perpetrator",) if source == "army" else ("killed",),
              killed=None if source == "army" else (killed, killed), evidence=(document.span(0, 20),), document=document.id)
        for source, kind, side in chance.sample(_SOURCES, chance.randint(2, 4))
    )  # fmt: skip
    raw = text.encode()
    captured = Captured(document, f"synthetic {document.id}", "text/plain", hashlib.sha256(raw).hexdigest(), raw)
    return captured, Reading(document, incidents=(incident,), claims=claims)
