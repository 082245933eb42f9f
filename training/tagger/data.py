"""Reads attribution corpora and turns them into windows of word pieces with marked cues, sources and contents.

``EVAL_DATA`` names the folder that holds ``polnear/`` (its ``train`` and ``dev`` parts), ``EVAL_GOLD`` the one that
holds ``conflict.docs.jsonl`` and ``conflict.attr.jsonl``. Neither is part of this project.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.extract.windows import Window, windows_of
from training.tagger.brackets import read_brackets

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ranges = list[tuple[int, int]]


@dataclass(frozen=True)
class Gold:
    """One attribution of a corpus: character ranges of its three parts, and whether it stands inside another."""

    source: Ranges
    cue: Ranges
    content: Ranges
    nested: bool = False


@dataclass(frozen=True)
class Report:
    """One text of a corpus with its attributions."""

    name: str
    text: str
    attributions: list[Gold]


@dataclass(frozen=True)
class Example:
    """One window with, for each cue in it, the indices of the pieces of cue, source and content."""

    window: Window
    roles: list[tuple[list[int], list[int], list[int]]]


def folder(variable: str, holds: str) -> Path:
    """The folder that an environment variable names; ends the program with advice where it is not set."""
    value = os.environ.get(variable)
    if not value or not Path(value).is_dir():
        sys.exit(f"set {variable} to the folder that holds {holds}")
    return Path(value)


def polnear(split: str) -> list[Report]:
    """The reports of one split of PolNeAR, by the first annotator in name order."""
    root = folder("EVAL_DATA", "polnear/train and polnear/dev") / "polnear" / split
    annotations: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted((root / "attributions").glob("*.ann")):
        stem, annotator = path.stem.rsplit("_", 1)
        annotations[stem][annotator] = path
    out = []
    for path in sorted((root / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        by_annotator = annotations.get(path.stem, {})
        gold = _brat(by_annotator[min(by_annotator)]) if by_annotator else []
        out.append(Report(path.stem, text, gold))
    return out


def _brat(path: Path) -> list[Gold]:
    spans: dict[str, Ranges] = {}
    events: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r"T\d+\t", line):
            name, middle, _ = line.split("\t", 2)
            ranges = middle.split(" ", 1)[1].split(";")
            spans[name] = [(int(a), int(b)) for a, b in (r.split() for r in ranges)]
        elif re.match(r"E\d+\t", line):
            events.append(line.split("\t", 1)[1].split())
    out = []
    for roles in events:
        parts: dict[str, Ranges] = {"source": [], "cue": [], "content": []}
        for role in roles:
            name, _, span = role.partition(":")
            key = re.sub(r"\d+$", "", name).lower()
            if key in parts and span in spans:
                parts[key] += spans[span]
        out.append(Gold(sorted(parts["source"]), sorted(parts["cue"]), sorted(parts["content"])))
    return out


def conflict() -> list[Report]:
    """Reports of conflict incidents with nested attributions, text and title as texts of their own.

    Never the founding report, which is kept for measuring.
    """
    root = folder("EVAL_GOLD", "conflict.docs.jsonl and conflict.attr.jsonl")
    rows = [json.loads(line) for line in (root / "conflict.docs.jsonl").read_text(encoding="utf-8").splitlines()]
    documents = {row["doc"]: row for row in rows}
    out = []
    for line in (root / "conflict.attr.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["doc"].startswith("seed"):
            continue
        for field in ("text", "title"):
            text = documents[row["doc"]].get(field) or ""
            gold = [_row(a) for a in row["attributions"] if a.get("field", "text") == field]
            if text:
                out.append(Report(f"{row['doc']}/{field}", text, gold))
    return out


def invented() -> list[Report]:
    """The paragraphs written for this project, ``data/invented.txt``."""
    lines = (Path(__file__).parent / "data" / "invented.txt").read_text(encoding="utf-8").splitlines()
    out = []
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            text, found = read_brackets(line)
            out.append(Report(f"invented-{number:03}", text, [Gold(b.source, b.cue, b.content) for b in found]))
    return out


def _row(row: dict[str, object]) -> Gold:
    def ranges(key: str) -> Ranges:
        value = row.get(key)
        return [(a, b) for a, b in value] if isinstance(value, list) else []

    return Gold(ranges("source"), ranges("cue"), ranges("content"), row.get("parent") is not None)


def held_out(name: str) -> bool:
    """True for the conflict reports that measure: two whole cases, and one official statement in four."""
    return name.startswith(("barda", "przewodow")) or (name.startswith("re3d") and name.split("/")[0][-1] in "0123")


def examples_of(report: Report, tokenizer: Tokenizer) -> list[Example]:
    """The windows of a report, each cue marked in the window in which it begins; parts outside it are lost."""
    found = windows_of(report.text, tokenizer)
    out = [Example(window, []) for window in found]
    for gold in report.attributions:
        if not gold.cue:
            continue
        begin = gold.cue[0][0]
        home = next((e for e in out if e.window.ranges[0][0] <= begin < e.window.ranges[-1][1]), None)
        if home is None:
            continue
        cue = _pieces(gold.cue, home.window)
        if cue:
            home.roles.append((cue, _pieces(gold.source, home.window), _pieces(gold.content, home.window)))
    return out


def _pieces(ranges: Ranges, window: Window) -> list[int]:
    return [k for k, (a, b) in enumerate(window.ranges) if any(a < end and start < b for start, end in ranges)]
