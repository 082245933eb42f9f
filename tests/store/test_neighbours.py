"""A report that comes in alone is compared with its neighbours only, and the ledger is as if all had been read at once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.merge import links_for, nearest_links
from counterclaim.model import Reading, encode
from tests.ledger.test_order import CASES, crowd
from tests.ledger.test_views import reports
from tests.review.test_review import captured


@pytest.mark.parametrize("seed", range(4))
def test_reports_that_come_one_by_one_have_the_links_of_one_reading(address: str, seed: int) -> None:
    """In whatever order they come: the comparisons that count, with their reasons, and the reprints are the same."""
    every = [*CASES, *crowd(), *reports(seed, 40)]
    order = random.Random(seed).sample(every, len(every))
    with Ledger(address) as ledger:
        for reading in order:
            ledger.add_read([captured(reading)])
        assert nearest_links(ledger.links()) == links_for(every)
        assert [encode(one) for one in ledger.incidents()] == [encode(one) for one in ledger.incidents_anew()]


def compared(ledger: Ledger) -> dict[str, tuple[int, float | None]]:
    """With how many each telling was compared, as the ledger keeps it."""
    return {one: ledger.store.profiles.compared(one) for one in ledger.store.profiles.every()}


def test_what_is_kept_of_comparisons_is_what_the_links_say(tmp_path: Path) -> None:
    """The number of a telling's comparisons, and its farthest, are the same when all that is derived is made anew."""
    every: list[Reading] = [*crowd(), *reports(1, 20)]
    random.Random(2).shuffle(every)
    with Ledger(tmp_path / "a.db") as ledger:
        for reading in every:
            ledger.add_read([captured(reading)])
        kept, incidents = compared(ledger), list(ledger.store.views.bodies())
        assert any(count > 40 and farthest is not None for count, farthest in kept.values())
        ledger.views.rebuild()
        assert compared(ledger) == kept
        assert list(ledger.store.views.bodies()) == incidents
