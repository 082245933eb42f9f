from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import counterclaim.cli  # noqa: F401 - the verbs join the app
from counterclaim.cli.app import app
from counterclaim.errors import InputError
from counterclaim.evaluate import differences, figures, gold_in, intervals, readings_in, score_report

TEXT = "Shells killed nine people in Tharba on Sunday, rebels said. The army denied that it had fired."
GOLD: dict[str, Any] = {
    "doc": "r1",
    "incidents": [{"main": True, "sub_event_type": "Air/drone strike", "place": "Tharba", "place_detail": None, "date_start": "2018-06-17", "date_end": "2018-06-17", "contested": ["perpetrator"]}],
    "claims": [
        {"source": "rebels", "via": [], "stance": "asserts", "weapon": "shells", "killed": [9, 9], "quote": "Shells killed nine people"},
        {"source": "Sudanese army", "via": [], "stance": "denies", "perpetrator": "Sudanese army", "quote": "The army denied that it had fired"},
    ],
}  # fmt: skip


def reading() -> dict[str, Any]:
    """A reader's answer that has the gold's claims and a third that nobody made."""
    claims = copy.deepcopy(GOLD["claims"])
    for claim in claims:
        claim["evidence"] = [{"text": claim.pop("quote")}]
    claims[1]["source"] = "army"
    claims.append({"source": "AUTHOR", "stance": "asserts", "evidence": [{"text": TEXT[:20]}]})
    return {"document": {"id_given": "r1", "text": TEXT}, "claims": claims, "incidents": copy.deepcopy(GOLD["incidents"])}  # fmt: skip


def test_found_claims_count_and_false_ones_cost() -> None:
    """Two of two found and one too many is F1 0.8; what is all right is 1."""
    found = figures([score_report(GOLD, reading())])
    assert found["claim"] == pytest.approx(0.8)
    assert found["denial"] == found["facet"] == found["incident"] == found["contested"] == 1.0
    assert found["ledger"] == pytest.approx(4.8 / 5)


def test_a_claim_in_another_sentence_is_not_found() -> None:
    """The right source with words from elsewhere in the report does not count."""
    wrong = reading()
    wrong["claims"][0]["evidence"] = wrong["claims"][1]["evidence"]
    assert figures([score_report(GOLD, wrong)])["claim"] == pytest.approx(0.4)


def test_an_unread_report_costs_recall() -> None:
    """A report without a reading scores as one in which nothing was found."""
    assert figures([score_report(GOLD, None)])["ledger"] == 0.0


@pytest.mark.parametrize(
    ("toll", "right"), [([9, None], 1.0), ([9, 12], 1.0), ([8, 9], 0.667), ([10, None], 0.667), (None, 0.8)]
)
def test_a_toll_agrees_by_its_least(toll: Any, right: float) -> None:
    """A toll is right where it begins alike; a wrong one costs, a missing one costs less."""
    changed = reading()
    changed["claims"][0]["killed"] = toll
    assert figures([score_report(GOLD, changed)])["facet"] == pytest.approx(right, abs=0.001)


def test_intervals_hold_the_figure_and_come_again() -> None:
    """The same seed gives the same interval, and a reader against itself differs by nothing."""
    scored = [score_report(GOLD, r) for r in (reading(), None, reading(), None)]
    first = intervals(scored, samples=200, seed=3)
    assert first == intervals(scored, samples=200, seed=3)
    assert first["claim"][0] < figures(scored)["claim"] < first["claim"][1]
    assert set(intervals(scored, scored, samples=100).values()) == {(0.0, 0.0)}


def test_gains_and_losses_name_the_claim() -> None:
    """What one reader finds and the other does not is named with source and words."""
    poor = reading()
    del poor["claims"][1]
    pair = differences([GOLD], [score_report(GOLD, poor)], [score_report(GOLD, reading())])
    assert [(d.gained, d.source, d.stance) for d in pair] == [(False, "Sudanese army", "denies")]


def test_the_verb_scores_a_file(tmp_path: Path) -> None:
    """The command answers with figures, intervals and the claims gained against another reader."""
    gold, good, poor = (tmp_path / name for name in ("gold.jsonl", "good.jsonl", "poor.jsonl"))
    gold.write_text(json.dumps(GOLD), encoding="utf-8")
    good.write_text(json.dumps(reading()), encoding="utf-8")
    poor.write_text("", encoding="utf-8")
    done = CliRunner().invoke(app, ["evaluate", str(gold), "--reader", str(good), "--against", str(poor), "--format", "json"])  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer["figures"]["claim"] == pytest.approx(0.8)
    assert answer["against"]["claim"] == 0.0
    assert [c["gained"] for c in answer["claims"]] == [True, True]
    table = CliRunner().invoke(app, ["evaluate", str(gold), "--reader", str(good), "--against", str(poor)]).stdout
    assert "claims gained 2, lost 0" in table


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"doc": "r2"}, "`incidents`"),
        ({"doc": "r2", "incidents": [], "claims": ["said"]}, "claims\\[0\\]"),
        ({"doc": "r2", "incidents": [], "claims": [{"source": "s", "stance": "asserts", "killed": 9}]}, "killed"),
    ],
)
def test_gold_of_another_form_is_named(tmp_path: Path, row: dict[str, Any], wrong: str) -> None:
    """A row that is no gold stops with its line and what is wrong with it."""
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(GOLD)}\n{json.dumps(row)}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"line 2 is no gold: .*{wrong}"):
        gold_in(path)


def test_a_reading_of_another_form_is_named(tmp_path: Path) -> None:
    """What another reader gave is held against the form of a reading before it is scored."""
    path = tmp_path / "readings.jsonl"
    path.write_text('{"document": {"id": "r1"}, "claims": ["said"]}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1 is no reading: .*claims\[0\]"):
        readings_in(path)
