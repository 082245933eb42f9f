"""The codes and names of countries by which ACLED and UCDP key their tables; the data file beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from counterclaim.lexicon.gazetteer.tables import rows


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its codes, and its name as the gazetteer, ACLED and UCDP write it.

    ``iso`` and ``numeric`` are ISO 3166-1's, ``gw`` is that of Gleditsch and Ward's list of independent states.
    """

    iso: str
    numeric: int | None
    gw: int | None
    name: str
    acled: str
    ucdp: str


def country_of(iso: str | None) -> Country | None:
    """The codes of a country by its ISO 3166-1 alpha-2 code; ``None`` for none, and for what is no country's."""
    return _countries().get(iso or "")


@lru_cache(maxsize=1)
def _countries() -> dict[str, Country]:
    names = {line["iso"]: line["name"] for line in rows("countries.csv")}
    out = {}
    for line in rows("countries.csv", resources.files(__package__)):
        iso, name = line["iso"], names[line["iso"]]
        numeric, gw = (int(line[key]) if line[key] else None for key in ("numeric", "gw"))
        out[iso] = Country(iso, numeric, gw, name, line["acled"] or name, line["ucdp"] or name)
    return out
