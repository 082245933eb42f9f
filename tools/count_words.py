"""Counts in how many reports each word stands: writes ``src/counterclaim/merge/word_counts.csv``.

    python tools/count_words.py reports.jsonl more.jsonl > word_counts.csv

Each row of the input has a ``text`` and may have a ``title``. The shipped table was counted from openly licensed news:
Giveme5W1H's clusters (Apache-2.0), the sentences of "Geolocating Political Events in Text" (MIT, ten to a report),
FA-KES (CC BY, every fourth report) and re3d (open government licences). It holds counts only, no text; words that
mostly stand with a capital are left out unless they are very common, so that names stay rare.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.merge.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: News tells its matter at the top.
_WORDS_OF_A_REPORT = 400
#: A word stays if it stands in this many reports and mostly in lower case ...
_FEWEST = 3
#: ... or in this many, whatever its case ("Syria", "Monday").
_COMMON_NAME = 25
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def main(paths: list[str]) -> None:
    """Counts the words of all rows of the files and prints the table."""
    reports: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    total = 0
    for text in _texts(Path(path) for path in paths):
        words = _WORD.findall(" ".join(text.split()[:_WORDS_OF_A_REPORT]))
        reports.update({fold(word) for word in words})
        lower.update({fold(word) for word in words if word[0].islower()})
        total += 1
    sys.stdout.write(f"word,reports\n*,{total}\n")
    for word, count in sorted(reports.items()):
        ordinary = lower[word] >= 2 and lower[word] * 2 >= count and count >= _FEWEST
        if ordinary or count >= _COMMON_NAME:
            sys.stdout.write(f"{word},{count}\n")


def _texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                yield f"{row.get('title') or ''}. {row['text']}"


if __name__ == "__main__":
    main(sys.argv[1:])
