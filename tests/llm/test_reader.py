from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from counterclaim.errors import EngineError
from counterclaim.llm import LLM_VARIABLE, Client, ModelReader
from counterclaim.model import Reading
from tests.loopback import Answer, Asked, answering

REPORT = (
    "Shelling killed at least six people in the town of Kidal on Sunday, residents said. "
    "The Malian army denied that its artillery had fired on the town."
)
INCIDENT = {
    "key": "i", "main": True, "sub_event_type": "Shelling/artillery/missile attack", "place": "Kidal",
    "date_start": "2018-06-17", "date_end": "2018-06-17",
}  # fmt: skip


def claim(**changed: Any) -> dict[str, Any]:
    """The residents' claim as a careful model proposes it, with what a test changes."""
    made = {
        "incident": "i", "source": "residents", "source_kind": "resident", "stance": "asserts", "certainty": "certain",
        "about": ["occurrence", "killed"], "killed": [6, None],
        "quote": "Shelling killed at least six people in the town of Kidal on Sunday",
    }  # fmt: skip
    return made | changed


class Model:
    """A server of recorded answers; it keeps what it was asked."""

    def __init__(self) -> None:
        self.answer = ""
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.url = ""

    def proposes(self, *claims: dict[str, Any], incident: dict[str, Any] = INCIDENT) -> None:
        self.answer = json.dumps({"incidents": [incident], "claims": claims})


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()

    def answer(asked: Asked) -> Answer:
        made.asked.append(json.loads(asked.body))
        made.keys.append(asked.headers.get("authorization"))
        said = {
            "choices": [{"message": {"content": made.answer}}],
            "usage": {"prompt_tokens": 70, "completion_tokens": 9},
        }
        return Answer(made.status, body=json.dumps(said))

    with answering(answer) as address:
        made.url = f"{address}/v1"
        yield made


def read(model: Model, **options: Any) -> tuple[Reading, Client]:
    client = Client(model.url, "small", **options)
    by_rules = counterclaim.read(REPORT, published="2018-06-18", outlet="Desk")
    return ModelReader(client).read(by_rules), client


def reasons(reading: Reading) -> str:
    return " | ".join(f.detail for f in reading.failures)


def test_what_stands_in_the_words_enters(model: Model) -> None:
    """A claim with verbatim evidence, its numbers, its place and its day in the text is a claim like any other."""
    model.proposes(
        claim(),
        claim(source="Malian army", source_kind="military", stance="denies", about=["perpetrator"], killed=None,
              perpetrator="Malian army", weapon="artillery", quote="The Malian army denied that its artillery had fired on the town"),
    )  # fmt: skip
    reading, client = read(model)
    assert reading.failures == ()
    assert [(c.source, c.stance, c.killed) for c in reading.claims] == [
        ("residents", "asserts", (6, None)), ("Malian army", "denies", None),
    ]  # fmt: skip
    (incident,) = reading.incidents
    assert incident.place is not None
    assert incident.place.lat == pytest.approx(18.4, abs=0.5)
    assert str(incident.date_start) == "2018-06-17"
    assert all(REPORT[e.start : e.end] == e.text for c in reading.claims for e in c.evidence)
    assert (client.usage.calls, client.usage.prompt_tokens, client.usage.completion_tokens) == (1, 70, 9)


@pytest.mark.parametrize(
    ("proposed", "reason"),
    [
        (claim(quote="Shelling killed six people in Kidal"), "not in the report"),
        (claim(source="the governor"), "no such source"),
        (claim(incident="other"), "was not proposed"),
    ],
)
def test_a_claim_without_footing_is_refused(model: Model, proposed: dict[str, Any], reason: str) -> None:
    """Invented words, an invented source, an incident that was never proposed: nothing enters, the reason is kept."""
    model.proposes(proposed)
    reading, _ = read(model)
    assert reading.claims == ()
    assert reason in reasons(reading)


@pytest.mark.parametrize(
    ("changed", "facet", "reason"),
    [
        ({"killed": [60, None]}, "killed", "this number is not in the words"),
        ({"killed": [6, 9]}, "killed", "this number is not in the words"),
        ({"perpetrator": "Russian mercenaries"}, "perpetrator", "this perpetrator is not in the words"),
    ],
)
def test_a_value_that_the_evidence_does_not_hold_is_left_out(
    model: Model, changed: dict[str, Any], facet: str, reason: str
) -> None:
    """The claim enters without the value, does not speak to that facet, and the refusal is kept."""
    model.proposes(claim(about=["occurrence", facet], **changed))
    reading, _ = read(model)
    (made,) = reading.claims
    assert getattr(made, facet) is None
    assert facet not in made.about
    assert reason in reasons(reading)


@pytest.mark.parametrize(
    ("changed", "kept", "reason"),
    [
        ({"side": "Mali"}, {"side": "Mali"}, ""),
        ({"side": "Russia"}, {"side": None}, "'Russia': the report names no such party"),
        ({"via": ["Reuters"]}, {"via": ()}, "'Reuters': the report names nobody so"),
    ],
)
def test_who_passed_it_on_and_whose_side_it_is_stand_in_the_report(
    model: Model, changed: dict[str, Any], kept: dict[str, Any], reason: str
) -> None:
    """A side that the report names by its people enters; one that it does not name, and an invented agency, are refused."""
    model.proposes(claim(**changed))
    reading, _ = read(model)
    (made,) = reading.claims
    assert {name: getattr(made, name) for name in kept} == kept
    assert reason in reasons(reading)
    assert bool(reading.failures) == bool(reason)


def test_a_day_that_is_none_is_refused_by_name(model: Model) -> None:
    """What a model writes in the place of a day is kept with its reason, as any refusal; one end alone is a day."""
    model.proposes(claim(), incident=INCIDENT | {"date_start": "Sunday", "date_end": None})
    reading, _ = read(model)
    assert "'Sunday to Sunday': this is no span of days" in reasons(reading)
    model.proposes(claim(), incident=INCIDENT | {"date_end": None})
    (incident,) = read(model)[0].incidents
    assert str(incident.date_start) == "2018-06-17"


def test_places_and_days_come_from_the_text(model: Model) -> None:
    """A place that the report does not name and a day that it does not give are refused, the incident stays."""
    model.proposes(claim(), incident=INCIDENT | {"place": "Gao", "date_start": "2018-06-01", "date_end": "2018-06-01"})
    reading, _ = read(model)
    (incident,) = reading.incidents
    assert incident.place is None
    assert incident.date_start is None
    assert "no such place" in reasons(reading)
    assert "no such days" in reasons(reading)


def test_an_answer_that_is_no_proposal_is_a_failure_of_that_report(model: Model) -> None:
    """Chatter instead of JSON loses no report: it keeps places and dates and says what was wrong."""
    model.answer = "Sure! Here are the claims:"
    reading, _ = read(model)
    assert reading.claims == ()
    assert reading.places
    assert "no proposal" in reasons(reading)


def test_a_question_is_asked_once_and_calls_are_bounded(model: Model, tmp_path: Path) -> None:
    """The second run takes the kept answer; past the bound no call goes out."""
    model.proposes(claim())
    read(model, cache=tmp_path)
    again, client = read(model, cache=tmp_path)
    assert len(model.asked) == 1
    assert client.usage.cached == 1
    assert again.claims
    bounded = Client(model.url, "small", most_calls=1)
    bounded.ask("a", "b", {})
    with pytest.raises(EngineError, match="--llm-calls"):
        bounded.ask("a", "c", {})


def test_the_key_comes_from_the_environment_alone(
    model: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is sent to the server and stands in no kept answer and no failure."""
    monkeypatch.setenv(LLM_VARIABLE, "hush-hush")
    model.proposes(claim())
    reading, _ = read(model, cache=tmp_path)
    assert model.keys == ["Bearer hush-hush"]
    kept = "".join(p.read_text(encoding="utf-8") for p in tmp_path.iterdir())
    assert "hush" not in kept + reasons(reading)


def test_the_schema_is_one_that_servers_take(model: Model) -> None:
    """It goes out in plain words: llama.cpp refuses arrays whose places have types of their own."""
    model.proposes(claim())
    read(model)
    sent = json.dumps(model.asked[0]["response_format"])
    assert "prefixItems" not in sent
    assert '"items": false' not in sent
    assert '"maxItems": 2' in sent


def test_what_a_server_says_of_an_error_is_kept(model: Model) -> None:
    """A refusal is told in the server's own words, which name what it did not take."""
    model.status, model.answer = 400, "the context is 2048 tokens long"
    reading, _ = read(model)
    assert "the context is 2048 tokens long" in reasons(reading)


def test_a_server_that_does_not_answer_is_named() -> None:
    """No server: the report has a failure that names the options, and the run goes on."""
    by_rules = counterclaim.read(REPORT, published="2018-06-18")
    reading = ModelReader(Client("http://127.0.0.1:9/v1", "small", timeout=2)).read(by_rules)
    assert "--llm-url" in reasons(reading)
