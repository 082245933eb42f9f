from __future__ import annotations

from typing import Any

import pytest

from counterclaim.resolve.parties import party_of
from counterclaim.resolve.speaker import kind_of, side_of
from tests.pages import cases


@pytest.mark.parametrize("case", cases("sources/kinds"), ids=lambda c: c["name"])
def test_sources_have_kind_side_and_name(case: dict[str, Any]) -> None:
    """A source's kind is that of its body, its side the country or group that it speaks for."""
    kind, named = kind_of(case["name"])
    assert (kind, named) == (case["kind"], case["named"])
    assert side_of(case["name"], kind) == case.get("side")


@pytest.mark.parametrize(
    ("phrase", "party"),
    [
        ("Turkish shelling and air strikes", "Turkey"),
        ("aircraft of the Saudi-led coalition", "Saudi-led coalition"),
        ("Sudanese rebels", "Sudanese rebels"),
        ("civilians", None),
        ("IS militants", "IS"),
    ],
)
def test_a_phrase_names_a_party(phrase: str, party: str | None) -> None:
    """Warplanes are their country's; a country's rebels are not the country; civilians are no hand."""
    assert party_of(phrase) == party
