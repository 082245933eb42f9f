"""The rows that a gazetteer is built from: the packed GeoNames part, countries, our supplement, or a full dump."""

from __future__ import annotations

import io
import lzma
import zipfile
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from counterclaim.errors import LexiconError
from counterclaim.lexicon.gazetteer.tables import folder, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from counterclaim.lexicon.gazetteer.entry import Kind

PACKED: Final = "places.tsv.xz"
TABLES: Final = ("countries.csv", "divisions.csv", "supplement.csv")


class Row(NamedTuple):
    """One place as its source has it."""

    id: str
    kind: Kind
    name: str
    others: tuple[str, ...]
    lat: float
    lon: float
    country: str
    admin1: str
    admin2: str
    population: int
    radius_km: float


def packaged() -> Iterator[Row]:
    """Every row of the package: countries first, then our own, then GeoNames' towns, divisions and the airfields."""
    yield from _countries()
    yield from _supplement()
    more = {line["id"]: line["aliases"].split("|") for line in rows("divisions.csv")}
    with folder().joinpath(PACKED).open("rb") as raw, io.TextIOWrapper(lzma.open(raw), encoding="utf-8") as packed:
        for line in packed:
            cells = line.rstrip("\n").split("\t")
            others = (*cells[3].split("|"), *more.get(cells[0], ())) if cells[3] else tuple(more.get(cells[0], ()))
            yield Row(cells[0], cast("Kind", cells[1]), cells[2], others, float(cells[4]), float(cells[5]),
                      cells[6], cells[7], cells[8], int(cells[9]), float(cells[10]))  # fmt: skip


def _countries() -> Iterator[Row]:
    for line in rows("countries.csv"):
        others = tuple(filter(None, line["aliases"].split("|")))
        yield Row(f"iso{line['iso']}", "country", line["name"], others, float(line["lat"]), float(line["lon"]),
                  line["iso"], "", "", int(line["population"]), float(line["radius_km"]))  # fmt: skip


def _supplement() -> Iterator[Row]:
    for number, line in enumerate(rows("supplement.csv"), 1):
        try:
            others = tuple(filter(None, line["others"].split("|")))
            yield Row(f"cc-{line['country'] or 'xx'}-{line['name']}".lower().replace(" ", "-"), cast("Kind", line["kind"]),
                      line["name"], others, float(line["lat"]), float(line["lon"]), line["country"], "", "",
                      int(line["people"] or 0), float(line["radius_km"] or 0))  # fmt: skip
        except (KeyError, ValueError, TypeError) as error:
            raise LexiconError(f"supplement.csv, row {number}: {error}", subject="supplement.csv") from error


#: Feature codes of GeoNames that a report of a conflict may name, and what they are here.
_FEATURES: Final[dict[str, Kind]] = {
    "ADM1": "region", "ADM2": "district", "PPLX": "neighbourhood", "AIRP": "airfield", "AIRB": "airfield",
    "AIRF": "airfield", "AIRQ": "airfield", "INSM": "base", "MILB": "base", "NVB": "base", "CMPRF": "camp",
    "CMP": "camp", "OILF": "oilfield", "OILR": "site", "GASF": "oilfield", "DAM": "dam", "BDG": "site", "PRSH": "district",
    "MT": "mountain", "MTS": "mountain", "HLL": "mountain", "ISL": "island", "STM": "river", "PS": "site",
    "HSP": "site", "UNIV": "site", "RGN": "area", "VAL": "area", "PASS": "crossing", "CSTM": "crossing", "FRM": "village",
}  # fmt: skip


def geonames_dump(path: Path) -> Iterator[Row]:
    """Rows of a full GeoNames dump, ``allCountries.txt`` or the ``.zip`` that holds it, beside our own tables.

    Raises:
        LexiconError: the file is missing or is no such dump.
    """
    yield from _countries()
    yield from _supplement()
    more = {line["id"]: tuple(line["aliases"].split("|")) for line in rows("divisions.csv")}
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                cells = line.rstrip("\n").split("\t")
                if len(cells) != 19:
                    raise LexiconError(
                        f"{path.name}, line {number}: {len(cells)} columns where GeoNames has 19", subject=str(path)
                    )
                kind: Kind | None = "city" if cells[6] == "P" and cells[7] != "PPLX" else _FEATURES.get(cells[7])
                if kind is None:
                    continue
                division = ".".join(
                    filter(None, ("adm" + cells[8], cells[10], cells[11] if kind == "district" else ""))
                )
                key = division if kind in ("region", "district") else f"gn{cells[0]}"
                yield Row(key, kind, cells[1], (cells[2], *cells[3].split(","), *more.get(key, ())), float(cells[4]),
                          float(cells[5]), cells[8], cells[10], cells[11], int(cells[14] or 0), 0.0)  # fmt: skip
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise LexiconError(f"cannot read {path} as a GeoNames dump: {error}", subject=str(path)) from error


def _opened(path: Path) -> io.TextIOWrapper:
    if path.suffix != ".zip":
        return path.open(encoding="utf-8", newline="\n")
    archive = zipfile.ZipFile(path)
    inner = next((n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()), None)
    if inner is None:
        raise LexiconError(f"{path.name} holds no .txt file; give it as downloaded from GeoNames", subject=str(path))
    return io.TextIOWrapper(archive.open(inner), encoding="utf-8", newline="\n")
