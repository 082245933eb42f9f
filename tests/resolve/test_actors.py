"""Who a phrase names where no row lists it: a country's forces by composition, and groups by who stands behind them."""

from __future__ import annotations

import pytest

from counterclaim.lexicon.actors import ForceEntry
from counterclaim.lexicon.words import entries
from counterclaim.resolve.actors import actor_of
from tests.pages import cases


@pytest.mark.parametrize("case", cases("actors/composed"), ids=lambda case: case["phrase"])
def test_a_phrase_names_its_actor(case: dict[str, str]) -> None:
    """Kind and side of the actor are those of the case; without a kind the phrase names nobody."""
    actor = actor_of(case["phrase"])
    assert ((actor.kind, actor.side) if actor else (None, None)) == (case.get("kind"), case.get("side"))


def test_each_word_for_a_force_makes_one_of_its_example() -> None:
    """The example of a word names a Colombian, Turkish or Saudi body of the kind that its line gives."""
    for word, entry in entries("forces", "forces", ForceEntry).items():
        actor = actor_of(entry.example)
        assert actor is not None, word
        assert (actor.kind, word in entry.example) == (entry.kind, True), word
