from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Any

import pytest

from counterclaim.errors import LexiconError
from counterclaim.lexicon.gazetteer import Gazetteer, fold
from counterclaim.lexicon.gazetteer.build import build_file
from counterclaim.lexicon.gazetteer.entry import Kind
from counterclaim.lexicon.gazetteer.sources import geonames_dump
from counterclaim.lexicon.gazetteer.tables import rows
from tests.pages import cases

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("case", cases("places/spellings"), ids=lambda c: c["names"][0])
def test_spellings_of_one_place_meet(case: dict[str, Any]) -> None:
    """However a newspaper writes it, within its country a name leads to the same place."""
    gazetteer = Gazetteer.open()
    found = []
    for name in case["names"]:
        known = gazetteer.named(fold(name)) or gazetteer.like(fold(name), case["country"])
        found.append({entry.id for entry in known if entry.country == case["country"]})
    assert set.intersection(*found)


def test_every_row_of_the_supplement_is_a_place() -> None:
    """A row has a name, a kind that the gazetteer knows, a point on the globe, a reach and a note."""
    seen = set()
    for row in rows("supplement.csv"):
        assert row["kind"] in typing.get_args(Kind), row
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert float(row["radius_km"]) > 0, row
        assert row["note"], row
        assert (row["name"], row["country"]) not in seen, row
        seen.add((row["name"], row["country"]))


def test_a_name_of_another_country_is_no_variant() -> None:
    """Likeness counts inside one country only: al-Hari in Syria is not Harbi elsewhere."""
    assert all(entry.country == "SY" for entry in Gazetteer.open().like(fold("Jarablus"), "SY"))


def test_a_geonames_dump_can_be_built_in(tmp_path: Path) -> None:
    """A user's own dump gives the same gazetteer with more places."""
    cells = [
        "99",
        "Tell Brak",
        "Tell Brak",
        "Tall Birak",
        "36.66",
        "41.05",
        "P",
        "PPL",
        "SY",
        "",
        "01",
        "",
        "",
        "",
        "900",
        "",
        "",
        "",
        "",
    ]
    dump = tmp_path / "allCountries.txt"
    dump.write_text("\t".join(cells) + "\n", encoding="utf-8")
    built = Gazetteer(build_file(geonames_dump(dump), tmp_path / "g.sqlite"))
    assert [entry.id for entry in built.named(fold("Tall Birak"))] == ["gn99"]


def test_a_file_that_is_no_dump_is_named(tmp_path: Path) -> None:
    """The error says which line has how many columns."""
    wrong = tmp_path / "allCountries.txt"
    wrong.write_text("not a dump\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 1"):
        list(geonames_dump(wrong))
