"""The strike at al-Hari of June 2018, read from the packaged reports end to end."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from counterclaim.assess import drift_of, grades_under, positions_of
from counterclaim.ingest import Captured, read_inputs
from counterclaim.ledger import Ledger
from counterclaim.model.shown import shown_toll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.model import Claim, MergedIncident

SECOND_DAY = dt.date(2018, 6, 18)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of the seven reports on it."""
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(reports) as path:
        found = [c for c in read_inputs([str(path)]) if isinstance(c, Captured)]
    with Ledger(tmp_path_factory.mktemp("alhari") / "l.db") as opened:
        opened.add(c for c in found if (c.document.id_given or "").startswith("alhari"))
        yield opened


def strike(ledger: Ledger, as_of: dt.date | None = None) -> MergedIncident:
    return max(ledger.incidents(as_of=as_of), key=lambda incident: incident.reports)


def stand_of(incident: MergedIncident) -> dict[str, str]:
    days = {ref.id: ref.published for ref in incident.documents}
    return {position.party: position.stand for position in positions_of(incident.claims, days)}


def blaming(incident: MergedIncident, party: str) -> list[Claim]:
    return [c for c in incident.claims if c.perpetrator == party and c.stance in ("asserts", "suspects")]


def tolls(incident: MergedIncident) -> dict[str, set[str]]:
    given: dict[str, set[str]] = {}
    for value in incident.facets["killed"]:
        if not isinstance(value.value, str):
            given.setdefault(shown_toll(value.value), set()).update(value.sources)
    return given


def test_after_the_last_report_every_account_stands_side_by_side(ledger: Ledger) -> None:
    """The accusation, the denials, 22 and 52 dead by their sources, Israel by an unnamed official: one incident."""
    incident = strike(ledger)
    assert incident.reports == 7
    assert incident.date_start == dt.date(2018, 6, 17)
    assert incident.place is not None
    assert incident.place.name == "al-Hari"
    assert any(claim.side == "Syria" for claim in blaming(incident, "US-led coalition"))
    deniers = {c.side for c in incident.claims if c.stance == "denies" and "perpetrator" in c.about}
    assert {"United States", "US-led coalition"} <= deniers
    assert any("Mobilisation" in source for source in tolls(incident)["22"])
    assert any("Observatory" in source for source in tolls(incident)["52"])
    (attribution,) = blaming(incident, "Israel")
    assert attribution.source == "US official"
    assert not attribution.named


def test_what_is_contested_and_who_is_silent(ledger: Ledger) -> None:
    """The hand and the dead are contested; the coalition denies, and Israel's army would not comment."""
    incident = strike(ledger)
    assert {"perpetrator", "killed"} <= set(incident.contested)
    assert incident.status == "contested"
    stands = stand_of(incident)
    assert stands["Israel"] == "no comment"
    assert stands["US-led coalition"] == "denies"
    assert stands["United States"] == "denies"


def test_who_changed_what(ledger: Ledger) -> None:
    """The Observatory raised its count, and the coalition, which first would not say, denied."""
    changes = [(shift.party, shift.change) for shift in drift_of(strike(ledger))]
    assert any("Observatory" in party and change.startswith("killed raised from 52") for party, change in changes)
    assert ("US-led coalition", "would not say, now denies it (perpetrator)") in changes


def test_the_second_day_does_not_know_of_the_third(ledger: Ledger) -> None:
    """As of the second day the accusation and both tolls are known, and nobody has named Israel."""
    incident = strike(ledger, SECOND_DAY)
    assert incident.reports == 5
    assert {"22", "52"} <= tolls(incident).keys()
    assert not blaming(incident, "Israel")
    assert "Israel" not in stand_of(incident)
    assert "perpetrator" in incident.contested
    assert ledger.incident(incident.id).reports == 7
    assert ledger.incident(strike(ledger).id, as_of=SECOND_DAY) == incident


def test_no_accused_party_has_admitted_it(ledger: Ledger) -> None:
    """What a US official says of a battle months before is no admission: on both days the strike is contested."""
    for incident in (strike(ledger, SECOND_DAY), strike(ledger)):
        assert "admits" not in stand_of(incident).values()
        grades = {grade.axis: grade.grade for grade in grades_under(incident, "airwars")}
        assert grades["strike status"] == "contested strike"
        assert grades["harm"] == "contested"
