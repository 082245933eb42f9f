from __future__ import annotations

from typing import Any

from counterclaim.assess import drift_of, merged_incidents
from counterclaim.merge import links_for
from tests.reports import day, reading_of


def told(number: int, published: str, *claims: dict[str, Any]) -> dict[str, Any]:
    incident = {"place": "Sabratha", "at": [32.79, 12.48, 4.0], "days": [day("2014-07-27")], "claims": list(claims)}
    text = "Shells hit the fuel depot of Sabratha harbour, where the Brega company stores petrol for the coast."
    return {"id": f"r{number}", "published": day(published), "title": text, "text": text, "incidents": [incident]}


def test_a_partys_account_is_followed_over_time() -> None:
    """A toll that one ministry raises and a denial that it drops are listed with the day of each."""
    ministry = {"source": "health ministry", "kind": "government", "side": "Libya"}
    rows = [
        told(1, "2014-07-28", {**ministry, "killed": [4, 4]}),
        told(2, "2014-07-29", {**ministry, "killed": [11, 11]}),
        told(3, "2014-07-30", {**ministry, "stance": "denies", "about": ["perpetrator"], "perpetrator": "Libyan army"}),
        told(4, "2014-08-02", {**ministry, "perpetrator": "Libyan army"}),
    ]
    readings = [reading_of(row) for row in rows]
    (incident,) = merged_incidents(readings, links_for(readings))
    found = [(str(shift.published), shift.change) for shift in drift_of(incident)]
    assert found == [
        ("2014-07-29", "killed raised from 4 to 11"),
        ("2014-08-02", "denied it, now says it (perpetrator)"),
    ]


def test_another_culprit_another_place_and_a_late_denial_are_changes() -> None:
    """A monitor that blames another hand and names another place, and a body that first would not say, are listed."""
    monitor = {"source": "Coast Monitor", "kind": "monitor", "about": ["occurrence", "perpetrator", "place"]}
    army = {"source": "army spokesman", "side": "Libya", "about": ["perpetrator"], "perpetrator": "Libyan army"}
    rows = [
        told(1, "2014-07-28", {**monitor, "perpetrator": "Libyan army"}, {**army, "stance": "noncommittal"}),
        told(2, "2014-07-29", {**monitor, "perpetrator": "Egypt"}, {**army, "stance": "denies"}),
    ]
    rows[1]["incidents"][0]["place"] = "Zawiya depot"
    readings = [reading_of(row) for row in rows]
    (incident,) = merged_incidents(readings, links_for(readings))
    assert {shift.change for shift in drift_of(incident)} == {
        "blamed Libyan army, now blames Egypt",
        "place changed from Sabratha to Zawiya depot",
        "would not say, now denies it (perpetrator)",
    }
