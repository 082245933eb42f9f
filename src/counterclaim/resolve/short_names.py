"""Short names: a phrase of the report as it fills a facet, without what counts it or points at it."""

from __future__ import annotations

import re
from functools import cache

from counterclaim.extract.quantities import number_pattern
from counterclaim.lexicon.incidents import words_of

_QUOTES = " \"“”'’.,;:()"
#: Words of the longest name that a facet holds.
LONGEST = 8


@cache
def _leading() -> re.Pattern[str]:
    """What a phrase begins with that names nothing: "the", "at least 12", "another", "two of its"."""
    words = sorted(words_of("determiners"), key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"^(?:(?:{either})|{number_pattern()}(?:\s+of)?)\s+(?=\S)", re.IGNORECASE)


@cache
def short_name(words: str) -> str:
    """A phrase without articles, pointers, counts and quotation marks, eight words at most.

    Args:
        words: a phrase as the report has it: "at least two of its positions".

    Returns:
        Its name: "positions".
    """
    plain = re.sub(r"\s+", " ", words).strip(_QUOTES)
    while (match := _leading().match(plain)) is not None:
        plain = plain[match.end() :].strip(_QUOTES)
    return " ".join(plain.split()[:LONGEST]).strip(_QUOTES)
