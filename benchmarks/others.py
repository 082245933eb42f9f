"""Whole reading against quote extraction as others do it, each with its parse, as ratios in one run.

usage: python -m benchmarks.others [--rounds N]

All are given the packaged demonstration reports and the same parser. `textacy` is asked where it is installed
(`pip install textacy` into an environment of its own). The second is written here in the manner of the Gender Gap
Tracker (Asr et al. 2021, "The Gender Gap Tracker", section 3.2): clauses that hang on a verb of saying, with its subject,
then quotation marks beside such a verb; words of saying are those of our lexicon. Both do a part of what a reading does.
Seconds of the processor.
"""

from __future__ import annotations

import argparse
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from benchmarks.archives import reports
from counterclaim.engines import shared_reader
from counterclaim.extract.stance_words import CueEntry
from counterclaim.lexicon.words import entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

_MARKED = re.compile(r"[“\"]([^”\"]{4,})[”\"]")


def quotes_by_clauses(doc: Doc) -> list[tuple[str, str, str]]:
    """Speaker, verb and content: clausal complements of verbs of saying, then what stands in marks beside one."""
    verbs = entries("cues", "verbs", CueEntry)
    out, taken = [], set()
    for token in doc:
        head = token.head
        if token.dep_ == "ccomp" and head.pos_ == "VERB" and head.lemma_.lower() in verbs:
            words = list(token.subtree)
            speaker = next((c for c in head.children if c.dep_ == "nsubj"), None)
            taken.update(w.i for w in words)
            out.append((_phrase(speaker), head.text, doc[words[0].i : words[-1].i + 1].text))
    for match in _MARKED.finditer(doc.text):
        span = doc.char_span(*match.span(1), alignment_mode="expand")
        if span is None or any(token.i in taken for token in span):
            continue
        beside = [t for t in span.sent if t.pos_ == "VERB" and t.lemma_.lower() in verbs]
        for verb in beside[:1]:
            speaker = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            out.append((_phrase(speaker), verb.text, match[1]))
    return out


def _phrase(head: Any) -> str:
    return "" if head is None else head.doc[head.left_edge.i : head.right_edge.i + 1].text


def measured(rounds: int) -> dict[str, float]:
    """The least seconds of each in some rounds."""
    documents, reader = reports(), shared_reader()
    texts = [f"{d.title}\n\n{d.text}" for d in documents]
    work: dict[str, Callable[[], Any]] = {
        "parser": lambda: list(reader.parser.pipe(texts, batch_size=16)),
        "whole reading": lambda: list(reader.read_all(documents)),
        "in the Gender Gap Tracker's manner": lambda: [quotes_by_clauses(d) for d in docs],
    }
    try:
        from textacy.extract import direct_quotations

        def textacy() -> None:
            for doc in docs:
                with suppress(ValueError):  # it gives a text up in which the number of quotation marks is odd
                    list(direct_quotations(doc))

        work["textacy"] = textacy
    except ImportError:
        print("textacy is not installed and is left out")
    docs = list(reader.parser.pipe(texts, batch_size=16))
    took = {name: min(_seconds(one) for _ in range(rounds)) for name, one in work.items()}
    return {n: s if n in ("parser", "whole reading") else s + took["parser"] for n, s in took.items()}


def _seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    took = measured(parser.parse_args().rounds)
    for name, seconds in took.items():
        print(
            f"{name:36s} {seconds:6.2f} s   {took['whole reading'] / seconds:.2f} times its time is a whole reading's"
        )


if __name__ == "__main__":
    main()
