"""However many reports share a town, a day and their words, each is compared with a bounded number of others."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from counterclaim.merge import links_between, links_for, reprints_in, tellings_in
from counterclaim.merge.blocking import candidate_pairs
from counterclaim.model import Reading
from tests.reports import reading_of

#: More than the bound on comparisons, so that it is met.
CROWD = 90
BOUND = 40


@pytest.fixture(scope="module")
def crowd() -> list[Reading]:
    """One sentence on one town, told again and again over three days, with another toll each time."""
    first = dt.date(2017, 5, 2)
    return [
        reading_of({
            "id": f"r{number}",
            "published": first + dt.timedelta(days=number * 3 // CROWD),
            "title": f"Shelling of Qasr Lumar kills {number + 100}",
            "text": f"Army shelling of the town of Qasr Lumar killed {number + 100} people, residents of the town said.",
            "incidents": [{"place": "Qasr Lumar", "at": [15.1, 44.2, 5.0], "days": [first + dt.timedelta(days=number * 3 // CROWD)]}],
        })
        for number in range(CROWD)
    ]  # fmt: skip


def test_a_crowd_of_like_reports_is_not_compared_each_with_each(crowd: list[Reading]) -> None:
    """In a crowd each report is held against forty at most of those published before it, not against all."""
    pairs = candidate_pairs(tellings_in(crowd))
    assert len(pairs) <= BOUND * CROWD < CROWD * (CROWD - 1) // 2
    later = [max(pair, key=lambda telling: telling.age_rank).id for pair in pairs]
    assert max(later.count(one) for one in set(later)) <= BOUND


def test_the_order_of_a_crowd_changes_nothing(crowd: list[Reading]) -> None:
    """What a crowded report is compared with does not depend on the order in which the reports are given."""
    shuffled = random.Random(5).sample(crowd, len(crowd))
    assert links_for(shuffled) == links_for(crowd)


def test_a_crowd_that_comes_day_by_day_has_the_same_links(crowd: list[Reading]) -> None:
    """Reports that arrive as they are published get the links that they would have had all at once."""
    ordered = sorted(crowd, key=lambda reading: (reading.document.published, reading.document.id))
    added = set(links_for(ordered[:37]))
    added |= set(links_between(ordered[37:70], ordered[:37]))
    added |= set(links_between(ordered[70:], ordered[:70]))
    assert added == set(links_for(crowd))


def test_reprints_are_found_in_a_crowd(crowd: list[Reading]) -> None:
    """A report that repeats another word for word is found among many that share its stock sentences."""
    body = " ".join(f"The {word} fell on the market as the sellers opened their stalls near the {word} gate." for word in
                    ("first shell", "second shell", "third round", "fourth round"))  # fmt: skip
    day = dt.date(2017, 5, 1)
    original = reading_of({"id": "o", "published": day, "outlet": "Wire", "title": "Market hit", "text": body})
    copy = reading_of(
        {"id": "c", "published": day + dt.timedelta(days=9), "outlet": "Post", "title": "Market", "text": body}
    )
    ends = (copy.document.id, original.document.id)
    assert ends in [(link.left, link.right) for link in reprints_in([*crowd, copy, original])]
