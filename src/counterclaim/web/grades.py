"""The filter by a codebook's grade: how an address writes it, and what the page offers."""

from __future__ import annotations

from counterclaim import assess
from counterclaim.errors import OptionError
from counterclaim.store import GradeWanted

#: Numbers of people that the page offers; 25 is the least for which UCDP counts an armed conflict in a year.
_LEAST = (1, 10, 25, 100)
_MOST = 1_000_000
#: Its grades are the statuses, which have a filter of their own.
_OWN = "counterclaim"


def grade_of(written: str) -> GradeWanted:
    """A grade as an address writes it: ``airwars/harm/fair``, or ``ucdp/best/25+`` for so many people at least.

    Raises:
        OptionError: there is no such codebook, axis or grade; the message lists those there are.
    """
    codebook, axis, word = (*(part.strip() for part in written.split("/", 2)), "", "")[:3]
    axes = {(one.codebook, one.name): one for one in assess.filed_axes()}
    found = axes.get((codebook, axis))
    if found is None:
        there = ", ".join("/".join(key) for key in axes)
        raise OptionError(f"grade={written!r} begins with none of {there}; write airwars/harm/fair", subject="grade")
    if word in found.words:
        return GradeWanted(codebook, axis, word)
    number = word.removesuffix("+")
    if found.counts and word.endswith("+") and number.isdecimal() and int(number) <= _MOST:
        return GradeWanted(codebook, axis, "", int(number))
    there = ", ".join((*found.words, *(["10+"] if found.counts else [])))
    raise OptionError(f"grade={written!r}: {codebook} grades {axis} as one of {there}", subject="grade")


def grade_choices(asked: str = "") -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What the page offers: for each axis of each codebook its name, and each choice as an address writes it and in words.

    Args:
        asked: the grade that is asked for now; it is offered too where it is a number of its own.
    """
    out = []
    for axis in assess.filed_axes():
        if axis.codebook == _OWN:
            continue
        start = f"{axis.codebook}/{axis.name}/"
        # A word that is a number stands beside the numbers: it says that no source gives one.
        words = [(start + word, word) for word in axis.words if not (axis.counts and word.isdecimal())]
        own = [asked] if axis.counts and asked.startswith(start) else []
        least = dict.fromkeys([*own, *(f"{start}{n}+" for n in _LEAST)]) if axis.counts else {}
        numbers = [(one, one.removeprefix(start).replace("+", " or more")) for one in least]
        out.append((f"{axis.codebook}: {axis.name}", (*words, *numbers)))
    return tuple(out)
