from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from counterclaim.assess import Evidence, conflicts_in, differences, grades_of, gradings
from counterclaim.errors import OptionError
from counterclaim.merge import independence_of
from counterclaim.model import Claim, DocumentRef
from tests.reports import claim_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def graded(said: list[dict[str, Any]], codebook: str = "counterclaim") -> dict[str, str]:
    claims = tuple(claim_of(one, number=k) for k, one in enumerate(said))
    return {grade.axis: grade.grade for grade in grades_of(evidence_of(claims), codebook)}


def evidence_of(claims: tuple[Claim, ...], published: Mapping[str, dt.date | None] | None = None) -> Evidence:
    documents = [DocumentRef("d", outlet="Harbour Gazette")]
    return Evidence(claims, conflicts_in(claims), independence_of(claims, documents), published=published or {})


MONITOR: dict[str, Any] = {
    "source": "Lake Monitor",
    "kind": "monitor",
    "perpetrator": "Sudanese army",
    "killed": [3, 3],
}
CLINIC: dict[str, Any] = {"source": "Doctor Hiba Osman", "kind": "medical", "killed": [3, 3]}
ADMITS: dict[str, Any] = {
    "source": "Sudanese army",
    "kind": "military",
    "side": "Sudan",
    "perpetrator": "Sudanese army",
}
DENIES: dict[str, Any] = {**ADMITS, "stance": "denies", "about": ["perpetrator"]}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([MONITOR], "single-source"),
        ([MONITOR, MONITOR], "single-source"),
        ([MONITOR, CLINIC], "corroborated"),
        ([MONITOR, ADMITS], "admitted"),
        ([MONITOR, DENIES], "contested"),
        ([CLINIC, {**CLINIC, "stance": "denies", "about": ["occurrence"], "killed": [0, 0]}], "withdrawn"),
    ],
)
def test_status_follows_from_who_says_what(said: list[dict[str, Any]], status: str) -> None:
    """One source, two independent ones, an admission, a denial and a retraction each give a status of their own."""
    assert graded(said)["status"] == status


def test_a_grade_names_its_rule_and_its_claims() -> None:
    """A status shows the rule that gave it and the claims that made it fire."""
    claims = tuple(claim_of(one, number=k) for k, one in enumerate([MONITOR, DENIES]))
    grade = grades_of(evidence_of(claims))[0]
    assert "counterclaim 1, rule 2" in grade.rule
    assert set(grade.claims) == {claim.id for claim in claims}


def test_another_codebook_gives_other_grades() -> None:
    """By Airwars' axes the same claims are graded as a strike and as harm."""
    assert graded([MONITOR, CLINIC], "airwars") == {
        "strike status": "likely strike",
        "harm": "fair",
        "belligerent": "named",
        "killed": "3",
        "position of Sudanese army": "has made no statement",
    }
    assert graded([MONITOR, DENIES], "airwars")["strike status"] == "contested strike"
    assert graded([{"source": "Lake Monitor", "kind": "monitor"}], "airwars")["harm"] == "no harm reported"


def test_codebooks_that_count_the_dead_differ_where_the_numbers_part() -> None:
    """ACLED codes the lowest number and UCDP keeps three; where they part the difference names both."""
    others = [
        {**CLINIC, "killed": [9, 9]},
        {"source": "Mayor Wad Idris", "killed": [9, 9]},
        {"source": "driver", "killed": [1, -1]},
    ]
    said = [MONITOR, *others]
    assert graded(said, "acled")["fatalities"] == "3"
    assert {a: g for a, g in graded(said, "ucdp").items() if a != "date_prec"} == {"low": "3", "best": "9", "high": "9"}
    evidence = evidence_of(tuple(claim_of(one, number=k) for k, one in enumerate(said)))
    parted = differences({name: grades_of(evidence, name) for name in gradings()})
    deaths = {name: grade.grade for name, grade in parted["deaths"].items()}
    assert deaths == {"acled": "3", "airwars": "3–9", "ucdp": "9"}
    assert graded([{"source": "Lake Monitor"}], "acled")["fatalities"] == "0"


def test_airwars_and_acled_part_where_a_hand_is_denied() -> None:
    """ACLED codes the actor that a source names; for Airwars a denied one is contested. Undisputed, they agree."""

    def parted(said: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
        evidence = evidence_of(tuple(claim_of(one, number=k) for k, one in enumerate(said)))
        found = differences({name: grades_of(evidence, name) for name in ("airwars", "acled")})
        return {topic: {name: grade.grade for name, grade in by.items()} for topic, by in found.items()}

    assert parted([MONITOR, DENIES]) == {"hand": {"airwars": "contested", "acled": "named"}}
    assert parted([MONITOR, {**CLINIC, "killed": [9, 9]}]) == {"deaths": {"airwars": "3–9", "acled": "3"}}
    assert parted([MONITOR, CLINIC]) == {}


@pytest.mark.parametrize(("denial", "strike"), [("2020-05-05", "contested strike"), ("2020-05-03", "declared strike")])
def test_a_partys_last_word_counts(denial: str, strike: str) -> None:
    """What a party admitted and denies on a later day is no declared strike; a denial that it gave up is none."""
    denied = msgspec.structs.replace(claim_of(DENIES, number=1), document="e")
    claims = (claim_of(ADMITS), denied, claim_of(MONITOR, number=2))
    published = {"d": dt.date(2020, 5, 4), "e": dt.date.fromisoformat(denial)}
    grades = {grade.axis: grade.grade for grade in grades_of(evidence_of(claims, published), "airwars")}
    assert grades["strike status"] == strike


def test_an_unknown_codebook_is_named_with_those_there_are() -> None:
    """Asking for a codebook that does not exist says which ones do."""
    with pytest.raises(OptionError, match="acled, airwars, counterclaim, ucdp"):
        graded([MONITOR], "nosuch")
    assert gradings() == ("acled", "airwars", "counterclaim", "ucdp")
