"""Words of an invented war: names of syllables, and common words as often as news text has them."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_SYLLABLES = [
    "ba",
    "da",
    "far",
    "ghu",
    "har",
    "jal",
    "kat",
    "lum",
    "mar",
    "nas",
    "qor",
    "rum",
    "sal",
    "tab",
    "um",
    "wad",
    "zar",
    "bir",
    "tel",
    "dei",
]


def invented_name(chance: random.Random) -> str:
    """A name of three or four syllables."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(3, 4))).title()


def common_words(chance: random.Random, count: int) -> list[str]:
    """So many words, each as often as reports of news hold it."""
    words, weights = _counted()
    return chance.choices(words, cum_weights=weights, k=count)


@lru_cache(maxsize=1)
def _counted() -> tuple[list[str], list[int]]:
    with (resources.files("counterclaim.merge") / "word_counts.csv").open(encoding="utf-8") as rows:
        counted = [(row["word"], int(row["reports"])) for row in csv.DictReader(rows) if row["word"].isalpha()]
    return [word for word, _ in counted], list(accumulate(count for _, count in counted))
