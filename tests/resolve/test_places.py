from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from counterclaim.lexicon.gazetteer import Gazetteer, distance_km
from counterclaim.resolve.places import places_in
from counterclaim.resolve.setting import setting_of
from tests.pages import cases, page_of

if TYPE_CHECKING:
    from counterclaim.model import PlaceMention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _mentions(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    return [m for m in places_in(page_of(text), gazetteer) if m.field == "text"]


@pytest.mark.parametrize("case", cases("places/named"), ids=lambda c: c["text"][:40])
def test_a_name_lies_where_the_report_puts_it(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    """Of places of one name the report's own words choose; peoples, agencies and persons are no places."""
    start, end = case["text"].index("["), case["text"].index("]") - 1
    text = case["text"].replace("[", "").replace("]", "")
    here = [m for m in _mentions(text, gazetteer) if m.start < end and start < m.end]
    if case["at"] == "nothing":
        assert [m.place for m in here if m.place] == []
        return
    (mention,) = here
    if case["at"] == "a name":
        assert mention.place is not None
        assert mention.place.name == text[start:end]
        return
    assert mention.text == text[mention.start : mention.end]
    assert mention.lat is not None
    assert mention.lon is not None
    assert distance_km(mention.lat, mention.lon, *case["at"]) < 60


@pytest.mark.parametrize("case", cases("places/relative"), ids=lambda c: c["detail"])
def test_a_relative_place_is_an_area(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    """ "15 km north of X" is not X: it has a centre and a radius of its own, and the precision that follows."""
    places = {m.place.name: m.place for m in _mentions(case["text"], gazetteer) if m.place}
    place = places[case["name"]]
    assert place.detail == case["detail"]
    assert place.lat is not None
    assert place.lon is not None
    assert place.radius_km is not None
    assert distance_km(place.lat, place.lon, *case["centre"]) < case["within_km"]
    assert [place.geo_precision, place.where_prec] == case["levels"]


def test_an_unknown_name_has_no_coordinates_but_a_reason(gazetteer: Gazetteer) -> None:
    """Nothing found means no point, never that of the capital."""
    place = next(m.place for m in _mentions("Men burned the village of Qwrtzabul in Mali.", gazetteer) if m.place)
    assert (place.name, place.lat, place.lon) == ("Qwrtzabul", None, None)
    assert place.unresolved


def test_the_place_that_another_is_placed_by_is_no_place_of_an_incident(gazetteer: Gazetteer) -> None:
    """Of "al-Hari southeast of Albu Kamal" the town is only the anchor."""
    found = {m.text: m for m in _mentions("They hit al-Hari southeast of Albu Kamal in Syria.", gazetteer)}
    assert found["Albu Kamal"].place is None
    assert found["Albu Kamal"].lat is not None


@pytest.mark.parametrize("case", cases("places/settings"), ids=lambda c: c["text"][:40])
def test_a_report_is_about_the_country_of_most_of_its_places(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    """What the report puts nowhere lies in the country of its dateline and places, not in one whose officials speak."""
    page = page_of(case["text"])
    country = setting_of(page, places_in(page, gazetteer), gazetteer)
    assert (country.country if country else "") == case["country"]


def test_an_unknown_village_lies_in_the_country_of_the_report(gazetteer: Gazetteer) -> None:
    """A name that the gazetteer has not has no point, but the country that the report is about."""
    page = page_of(
        "BEIRA (MOZAMBIQUE), 3 FEB 90 (DESERT WIRE) -- [TEXT] Rebels attacked the village of Xuvavane at dawn."
    )
    place = next(m.place for m in places_in(page, gazetteer) if m.text == "Xuvavane")
    assert place is not None
    assert (place.lat, place.country, place.within) == (None, "MZ", "Mozambique")


def test_a_lone_namesake_far_away_is_not_taken(gazetteer: Gazetteer) -> None:
    """A village in Iran is not meant by a name in a report on Gaza: it stays without a point of its own."""
    text = "Shells hit houses in Al-Kurd. Others fell near Deir al-Balah and in Khan Younis, in the Gaza Strip."
    found = {m.text: m for m in _mentions(text, gazetteer)}
    assert found["Al-Kurd"].lat is None
    assert found["Deir al-Balah"].lat is not None
