"""Groups named one after the other, added up: "three women and two children" are one toll of five."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from counterclaim.extract.quantities import number_pattern, quantity
from counterclaim.extract.toll_phrases import context, victims

if TYPE_CHECKING:
    from counterclaim.lexicon.codebook import Codebook
    from counterclaim.model import Toll


def sum_of(one: Toll, other: Toll) -> Toll:
    """The range of two groups together; an open end stays open."""
    low = None if one[0] is None or other[0] is None else one[0] + other[0]
    high = None if one[1] is None or other[1] is None else one[1] + other[1]
    return low, high


def added_after(text: str, end: int, first: Toll, rules: Codebook) -> tuple[Toll, int]:
    """The toll with the groups that follow the number ending at ``end``, and where the last of them ends."""
    total, listed = first, (first, end)
    while more := _following().match(text, end):
        other = quantity(more["n"], rules)
        if more["comma"] and context("wholes").search(more["counted"]):
            break  # "five people, a woman and four children" says who the five were
        if other is None or re.search(
            r"\b(?:including|among|wounded|injured|of (?:them|whom))\b", more.group(), re.IGNORECASE
        ):
            break
        total, end = sum_of(total, other), more.end("n")
        listed = listed if more["comma"] else (total, end)
    return listed  # what only a comma ties on says who it was: "one civilian, a woman, was killed"


def added_before(text: str, start: int, last: Toll, rules: Codebook) -> tuple[Toll, int]:
    """The toll with the group named before the number ("two adults and five children dead"), and where that starts."""
    before = _preceding().search(text[:start])
    ahead = text[: before.start()] if before else ""
    if before is None or _HARMED_ALREADY.search(ahead) or context("part_before").search(ahead):
        return last, start
    other = quantity(before["n"], rules)
    return (last, start) if other is None else (sum_of(other, last), before.start("n"))


#: "Killed 3 soldiers and 5 civilians were hurt", "including two women and three children": no sum with what follows.
_HARMED_ALREADY = re.compile(
    r"\b(?:kill|wound|injur|murder|massacr|execut|includ|among)\w*\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)


@cache
def _following() -> re.Pattern[str]:
    people = rf"(?:(?:{victims()})|(?-i:[A-Z])\w+s)\b"
    joint = r"(?:(?P<comma>,)|,?\s+(?:and|along\s+with|as\s+well\s+as|plus))"
    return re.compile(
        rf"(?P<counted>(?:\s+(?!(?:were|was|killed|dead|died|wounded|injured)\b)[\w'’-]+){{1,5}}?){joint}\s+(?P<n>{number_pattern()})\s+(?!others|more\b)(?:[\w'’-]+\s+){{0,2}}?{people}(?!\s+(?:\w+\s+)?(?:wounded|injured|hurt))",
        re.IGNORECASE,
    )


@cache
def _preceding() -> re.Pattern[str]:
    people = rf"(?:(?:{victims()})|(?-i:[A-Z])\w+s)\b"
    return re.compile(
        rf"(?:^|(?<=[\s(\"“]))(?P<n>{number_pattern()})\s+(?!others|more\b)(?:[\w'’-]+\s+){{0,2}}?{people}(?:\s+(?:of|from)\s+(?:[\w'’-]+\s+){{1,4}}?[\w'’-]+)?(?:,|,?\s+(?:and|along\s+with|as\s+well\s+as|plus))\s+$",
        re.IGNORECASE,
    )
