from __future__ import annotations

from typing import Any

import pytest

from counterclaim.lexicon.words import entries
from counterclaim.resolve.parties import party_of
from counterclaim.resolve.speaker import PhraseKind, kind_of, side_of
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


def test_a_phrase_gives_its_kind_in_its_example() -> None:
    """State television is state media, and a Defence Ministry speaks for an army."""
    rows = entries("source_kinds", "phrases", PhraseKind).values()
    assert [kind_of(entry.example.removesuffix(" said so."))[0] for entry in rows] == [entry.kind for entry in rows]
