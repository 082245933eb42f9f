from __future__ import annotations

from typing import Any

import pytest

from counterclaim.assess import Evidence, conflicts_in, differences, grades_of, gradings
from counterclaim.errors import OptionError
from counterclaim.merge import independence_of
from counterclaim.model import Claim, DocumentRef
from tests.reports import claim_of


def graded(said: list[dict[str, Any]], codebook: str = "counterclaim") -> dict[str, str]:
    claims = tuple(claim_of(one, number=k) for k, one in enumerate(said))
    return {grade.axis: grade.grade for grade in grades_of(evidence_of(claims), codebook)}


def evidence_of(claims: tuple[Claim, ...]) -> Evidence:
    documents = [DocumentRef("d", outlet="Harbour Gazette")]
    return Evidence(claims, conflicts_in(claims), independence_of(claims, documents))


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
    assert {name: grade.grade for name, grade in parted["deaths"].items()} == {"acled": "3", "ucdp": "9"}
    assert graded([{"source": "Lake Monitor"}], "acled")["fatalities"] == "0"


def test_an_unknown_codebook_is_named_with_those_there_are() -> None:
    """Asking for a codebook that does not exist says which ones do."""
    with pytest.raises(OptionError, match="acled, airwars, counterclaim, ucdp"):
        graded([MONITOR], "nosuch")
    assert gradings() == ("acled", "airwars", "counterclaim", "ucdp")
