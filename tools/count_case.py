"""Tells names from words for text in capitals: writes ``src/counterclaim/lexicon/en/word_case.csv``.

    python tools/count_case.py --census FOLDER reports.jsonl more.jsonl > word_case.csv

Each row of the reports has a ``text``. The shipped table was counted from Giveme5W1H's clusters (Apache-2.0) and the
sentences of "Geolocating Political Events in Text" (MIT); FOLDER holds ``dist.male.first``, ``dist.female.first`` and
``dist.all.last`` of the US Census of 1990 (public domain). It holds words and what they are, no text. ``kind`` is

* ``word``    seen mostly in small letters, though the parser's vocabulary lacks it ("airstrike");
* ``name``    seen mostly with a capital inside sentences, or a large town, though the vocabulary has it ("mosul");
* ``given``   a given name ("carlos"), ``doubtful`` one that is as often a word ("mark");
* ``family``  a family name that the vocabulary has as a word ("baker"): a name only beside another.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.lexicon.gazetteer import Gazetteer, fold
from counterclaim.text.parser import load_parser, vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?:;\"“”\n]")
_POSSESSIVE = re.compile(r"['’]s?$")
#: A case counts from this many times on, and a family name among this many of the commonest.
_FEWEST = 2
_FAMILIES = 20_000
#: A word that stands more often than this in small letters is taken for no person's name.
_COMMON = 5
_LARGE_TOWN = 100_000


def main() -> None:
    """Counts the reports, reads the census, prints the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--census", type=Path, required=True)
    options.add_argument("reports", type=Path, nargs="+")
    asked = options.parse_args()
    small, capital = _counts(
        json.loads(line)["text"] for path in asked.reports for line in path.read_text("utf-8").splitlines()
    )
    vocabulary = vocabulary_of(load_parser())
    gazetteer = Gazetteer.open()
    given = _census(asked.census / "dist.male.first") | _census(asked.census / "dist.female.first")
    family = _census(asked.census / "dist.all.last", _FAMILIES)
    sys.stdout.write("word,kind\n")
    for word in sorted({*vocabulary, *small, *given}):
        if len(word) > 1 and word.isalpha():
            kind = _kind(word, small[word], capital[word], vocabulary, given, family, gazetteer)
            if kind:
                sys.stdout.write(f"{word},{kind}\n")


def _kind(
    word: str,
    small: int,
    capital: int,
    vocabulary: frozenset[str],
    given: frozenset[str],
    family: frozenset[str],
    gazetteer: Gazetteer,
) -> str:
    seen = small + capital >= _FEWEST
    if word not in vocabulary and word not in given:
        return "word" if seen and small > capital else ""
    if seen and capital > small * 2:
        return "name"
    if small > _COMMON:
        return ""
    if word in given:
        return "doubtful" if small else "given"
    if not small and _is_large(word, gazetteer):
        return "name"
    return "family" if word in family else ""


def _is_large(word: str, gazetteer: Gazetteer) -> bool:
    return any(
        e.rank == 0 and (e.kind in ("country", "region") or (e.kind == "city" and e.population >= _LARGE_TOWN))
        for e in gazetteer.named(fold(word))
    )


def _counts(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands inside a sentence in small letters and with a capital."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        begins = True
        for match in _TOKEN.finditer(text):
            word = match.group()
            if not word[0].isalpha():
                begins = True
                continue
            if not begins and (len(word) == 1 or not word.isupper()):
                (capital if word[0].isupper() else small)[_POSSESSIVE.sub("", word.lower())] += 1
            begins = False
    return small, capital


def _census(path: Path, most: int | None = None) -> frozenset[str]:
    return frozenset(line.split()[0].lower() for line in path.read_text("ascii").splitlines()[:most])


if __name__ == "__main__":
    main()
