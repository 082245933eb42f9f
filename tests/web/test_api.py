from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from counterclaim.ledger import Ledger
from counterclaim.model import MergedIncident, decode
from counterclaim.web import api, create_app
from tests.ledger.test_views import reports
from tests.review.test_review import captured


def ids(answer: Any) -> list[str]:
    return [one["id"] for one in answer.json()["incidents"]]


def test_cursors_walk_through_the_whole_list_once(client: TestClient) -> None:
    """Stretches of two, joined, are the list in one piece: no incident is lost and none comes twice."""
    whole = ids(client.get("/api/v1/incidents", params={"limit": 500}))
    walked: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/api/v1/incidents", params={"limit": 2, "cursor": cursor})
        walked += ids(page)
        cursor = page.json()["next"]
    assert len(whole) > 4
    assert walked == whole


@pytest.mark.parametrize(
    ("query", "inside"),
    [
        ({"place": "al-hari"}, True),
        ({"place": "kunduz"}, False),
        ({"bbox": "40,34,41.5,35"}, True),
        ({"bbox": "60,30,75,40"}, False),
        ({"bbox": "40,34,-170,35"}, True),
        ({"since": "2018-06-17", "until": "2018-06-18"}, True),
        ({"since": "2019-01-01"}, False),
        ({"status": "contested"}, True),
        ({"party": "observatory"}, True),
        ({"q": "jacques drones"}, True),
        ({"q": "jacques submarine"}, False),
        ({"kind": "Air/drone strike", "min_sources": "2"}, True),
        ({"min_sources": "99"}, False),
        ({"grade": "airwars/strike status/contested strike"}, True),
        ({"grade": "airwars/strike status/declared strike"}, False),
        ({"grade": "airwars/position/denies responsibility"}, True),
        ({"grade": "ucdp/best/20+"}, True),
        ({"grade": "ucdp/best/900+"}, False),
    ],
)
def test_each_filter_keeps_what_fits(client: TestClient, strike: str, query: dict[str, str], *, inside: bool) -> None:
    """The strike at al-Hari is in the list where it fits the filter, and not where it does not."""
    assert (strike in ids(client.get("/api/v1/incidents", params=query))) is inside


def test_a_past_day_knows_only_its_reports(client: TestClient, strike: str) -> None:
    """What came out on the third day is not known on the second: Israel was not named yet."""
    second = client.get(f"/api/v1/incidents/{strike}", params={"as_of": "2018-06-18"}).json()
    now = client.get(f"/api/v1/incidents/{strike}").json()
    assert all(ref["published"] <= "2018-06-18" for ref in second["documents"])
    assert len(now["claims"]) > len(second["claims"]) > 0


def test_one_incident_is_the_object_of_the_model(client: TestClient, strike: str) -> None:
    """The answer decodes into the model's own type, and the id of a report's incident leads to it too."""
    answer = client.get(f"/api/v1/incidents/{strike}")
    incident = decode(answer.content, MergedIncident)
    assert incident.id == strike
    assert client.get(f"/api/v1/incidents/{incident.members[0]}").json()["id"] == strike


def test_what_has_not_changed_is_not_sent_again(client: TestClient, strike: str) -> None:
    """An answer's ETag given back gets 304 and no body."""
    first = client.get(f"/api/v1/incidents/{strike}")
    again = client.get(f"/api/v1/incidents/{strike}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("address", "status", "names"),
    [
        ("/api/v1/incidents?since=yesterday", 400, "since"),
        ("/api/v1/incidents?grade=airwars/harm/awful", 400, "weak"),
        ("/api/v1/incidents?grade=michelin", 400, "airwars/harm"),
        ("/api/v1/incidents?bbox=1,2,3", 400, "bbox"),
        ("/api/v1/incidents?limit=0", 400, "limit"),
        ("/api/v1/incidents?cursor=nobody", 400, "cursor"),
        ("/api/v1/incidents?sort=truth", 400, "sort"),
        ("/api/v1/incidents?format=xls", 400, "format"),
        ("/api/v1/incidents/m-none", 404, "m-none"),
        ("/api/v1/reports/d0", 404, "d0"),
        ("/api/v1/nothing", 404, ""),
    ],
)
def test_errors_have_one_form(client: TestClient, address: str, status: int, names: str) -> None:
    """A wrong question gets its status, a code for programs and words that name what was wrong."""
    answer = client.get(address)
    assert answer.status_code == status
    assert {"code", "message"} <= answer.json()["error"].keys()
    assert names in answer.json()["error"]["message"]


def test_geojson_puts_places_where_they_are(client: TestClient, strike: str) -> None:
    """A feature's point is the place's longitude and latitude; what is not on the map has no geometry."""
    features = client.get("/api/v1/incidents", params={"format": "geojson", "limit": 500}).json()["features"]
    point = next(f for f in features if f["id"] == strike)["geometry"]["coordinates"]
    assert 40.5 < point[0] < 41.5
    assert 34 < point[1] < 35
    assert any(f["geometry"] is None for f in features) or all(f["properties"]["place"] for f in features)


def test_csv_holds_no_formula(client: TestClient) -> None:
    """No cell begins as a spreadsheet's formula does, whatever a report calls its outlet or place."""
    rows = list(csv.reader(io.StringIO(client.get("/api/v1/incidents", params={"format": "csv"}).text)))
    assert len(rows) > 4
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]


def test_the_description_names_every_route(client: TestClient) -> None:
    """Each address of the API is described, and what is described is there."""
    described = set(client.get("/api/v1/openapi.json").json()["paths"])
    served = {route.path for route in client.app.routes if getattr(route, "path", "").startswith("/api/")}  # type: ignore[attr-defined]
    assert described == served


def test_grades_name_rule_and_claims(client: TestClient, strike: str) -> None:
    """Under each codebook a grade comes with the rule that gave it and with claims of the incident."""
    grades = client.get(f"/api/v1/incidents/{strike}/grades").json()["grades"]
    claims = {c["id"] for c in client.get(f"/api/v1/incidents/{strike}").json()["claims"]}
    assert {"airwars", "counterclaim"} <= grades.keys()
    for found in grades.values():
        assert all("rule" in grade["rule"] and set(grade["claims"]) <= claims for grade in found)


def test_map_and_counts_speak_of_the_same_incidents_as_the_list(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks where they are few, cells where they are many, and numbers by kind, status and day add up to the list."""
    query = {"since": "2015-01-01", "until": "2019-01-01"}
    listed = client.get("/api/v1/incidents", params=query | {"limit": "500"}).json()
    drawn = client.get("/api/v1/map", params=query).json()
    assert sorted(mark["id"] for mark in drawn["marks"]) == sorted(one["id"] for one in listed["incidents"])
    counted = client.get("/api/v1/counts", params=query).json()
    for facet in ("kinds", "statuses", "days"):
        assert sum(counted[facet].values()) == listed["total"] == counted["total"] > 0
    monkeypatch.setattr(api, "MARKED", 0)
    cells = client.get("/api/v1/map", params=query | {"degrees": "2"}).json()
    placed = [mark for mark in drawn["marks"] if mark["lat"] is not None]
    assert (cells["marks"], sum(cell["incidents"] for cell in cells["cells"])) == ([], len(placed))
    assert client.get("/api/v1/map", params={"degrees": "many"}).status_code == 400


def test_the_matrix_of_the_page_is_there_as_data(client: TestClient, strike: str) -> None:
    """Sources that count as one are as many as the incident says, every claim is in one column, every answer has its claims."""
    matrix = client.get(f"/api/v1/incidents/{strike}/matrix").json()
    incident = client.get(f"/api/v1/incidents/{strike}").json()
    assert sum(source["independent"] for source in matrix["sources"]) == incident["independent_sources"]
    held = [claim for source in matrix["sources"] for claim in source["claims"]]
    assert sorted(held) == sorted(claim["id"] for claim in incident["claims"])
    assert {one["facet"] for one in matrix["differences"]} == set(incident["contested"])
    for row in matrix["rows"]:
        assert len(row["cells"]) == len(matrix["sources"])
        for source, cell in zip(matrix["sources"], row["cells"], strict=True):
            assert {claim for value in cell for claim in value["claims"]} <= set(source["claims"])
    hand = next(one for one in matrix["differences"] if one["facet"] == "perpetrator")
    denied = next(a for a in hand["answers"] if a["words"] == "US-led coalition")
    assert {matrix["sources"][stand["source"]]["side"] for stand in denied["denied"]} >= {"US-led coalition"}
    assert denied["independent_sources"] >= 1


def test_the_story_of_the_page_is_there_as_data(client: TestClient, strike: str) -> None:
    """Reports with their claims, tolls with their sources, repeats with their reasons, every place with its reports."""
    story = client.get(f"/api/v1/incidents/{strike}/story").json()
    incident = client.get(f"/api/v1/incidents/{strike}").json()
    reports = {ref["id"] for ref in incident["documents"]}
    assert {one["report"] for one in story["reports"]} == reports
    assert {r["report"] for r in story["repeats"]} == {r["id"] for r in incident["documents"] if r["reprint_of"]}
    assert story["tolls"]
    assert story["places"][0]["place"]["name"] == incident["place"]["name"]
    assert {report for one in story["places"] for report in one["reports"]} <= reports


def test_maps_name_towns_without_asking_elsewhere(client: TestClient) -> None:
    """The towns that maps name come from the packaged gazetteer, the largest first, each where it lies."""
    towns = client.get("/api/v1/towns").json()["towns"]
    assert [people for *_, people in towns] == sorted((people for *_, people in towns), reverse=True)
    lon, lat = next((lon, lat) for name, lon, lat, _ in towns if name == "Deir ez-Zor")
    assert (round(lon), round(lat)) == (40, 35)


def test_an_answer_is_counted_anew_when_the_ledger_has_changed(tmp_path: Path) -> None:
    """Map and counts of a ledger that grew, or that a person changed, are those of now."""
    path = tmp_path / "growing.db"
    with Ledger(path) as ledger:
        ledger.add_read([captured(reading) for reading in reports(7, 6)])
    with TestClient(create_app(path)) as opened:
        before = [opened.get(f"/api/v1/{one}").json()["total"] for one in ("map", "counts", "map", "counts")]
        with Ledger(path) as ledger:
            ledger.add_read([captured(reading) for reading in reports(8, 30)])
            now = len(ledger.incidents_anew())
        after = [opened.get(f"/api/v1/{one}").json()["total"] for one in ("map", "counts")]
    assert len(set(before)) == 1
    assert after == [now, now]
    assert now > before[0]
