"""Measures exported weights: ``python -m training.tagger.evaluate --scorer FILE [--folder FOLDER]``.

The scorer is a Python file with ``score(gold, predicted)`` and ``show(result)``, where ``gold`` maps a name to its text
and attributions and ``predicted`` a name to attributions, each a dict of ``source``, ``cue`` and ``content`` ranges.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from counterclaim.extract.tagger import TaggedAttribution, Tagger
from training.tagger import data

if TYPE_CHECKING:
    from types import ModuleType


Row = dict[str, Any]

#: Kinds of cue that the model card reports apart.
CUE_KINDS = {
    "denying": r"den(?:y|ied|ies|ial)|reject|dismiss|refut",
    "accusing": r"accus|blam|alleg|condemn|charg",
    "according to": r"according",
}


def tagger_in(folder: Path | None, changes: dict[str, float]) -> Tagger:
    """The exported tagger in a folder, or the shipped one, with some settings changed."""
    tagger = Tagger.read(folder) if folder else Tagger.load()
    tagger.settings = msgspec.structs.replace(tagger.settings, **changes)
    return tagger


def scorer_in(path: Path) -> ModuleType:
    """The scorer, loaded from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _gold_row(gold: data.Gold) -> Row:
    return {"source": gold.source or None, "cue": gold.cue or None, "content": gold.content}


def _row(found: TaggedAttribution) -> Row:
    return {"source": list(found.source) or None, "cue": list(found.cue), "content": list(found.content)}


def measure(name: str, reports: list[data.Report], tagger: Tagger, scorer: ModuleType) -> None:
    """Print the figures of all attributions, of nested ones against nested ones, and the recall by kind of cue."""
    began = time.perf_counter()
    found = dict(zip((r.name for r in reports), tagger.find([r.text for r in reports]), strict=True))
    seconds = time.perf_counter() - began
    words = sum(len(r.text.split()) for r in reports)
    print(f"== {name}: {len(reports)} texts, {words / seconds:.0f} words a second")
    gold = {r.name: (r.text, [_gold_row(a) for a in r.attributions]) for r in reports}
    rows = {n: [_row(a) for a in tagged] for n, tagged in found.items()}
    scorer.show(scorer.score(gold, rows))
    inner = {r.name: (r.text, [_gold_row(a) for a in r.attributions if a.nested]) for r in reports}
    if any(g for _, g in inner.values()):
        print("-- nested")
        nested = {n: [_row(a) for a in tagged if a.parent is not None] for n, tagged in found.items()}
        scorer.show(scorer.score(inner, nested))
        outer = {r.name: (r.text, [_gold_row(a) for a in r.attributions if not a.nested]) for r in reports}
        flat = {n: [_row(a) for a in tagged if a.parent is None] for n, tagged in found.items()}
        result = scorer.score(outer, flat)
        print(f"-- outermost: content and source F1 {100 * result['attr+src_F1']:.1f}")
    for kind, pattern in CUE_KINDS.items():
        _recall(kind, pattern, gold, rows, scorer)


def _recall(kind: str, pattern: str, gold: dict[str, Any], rows: dict[str, list[Row]], scorer: ModuleType) -> None:
    wanted = hits = 0
    for name, (text, attributions) in gold.items():
        for one in attributions:
            if re.search(pattern, " ".join(text[a:b] for a, b in one["cue"] or []), re.IGNORECASE):
                wanted += 1
                best = (scorer.score({name: (text, [one])}, {name: [row]})["attr+src_R"] for row in rows[name])
                hits += max(best, default=0) > 0
    print(f"-- {kind} cues: content and source recall {100 * hits / max(1, wanted):.1f} of {wanted}")


def main() -> None:
    """Measure on the dev part of PolNeAR and on the held-out conflict reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=None, help="exported weights; by default the shipped ones")
    parser.add_argument("--only", choices=("polnear", "conflict"), default=None)
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=NUMBER", help="settings to try")
    chosen = parser.parse_args()
    scorer = scorer_in(chosen.scorer)
    changes = {name: float(number) for name, number in (s.split("=") for s in chosen.set)}
    tagger = tagger_in(chosen.folder, changes)
    if chosen.only != "conflict":
        measure("PolNeAR dev", data.polnear("dev"), tagger, scorer)
    if chosen.only != "polnear":
        reports = [r for r in data.conflict() if data.held_out(r.name) and r.name.endswith("/text")]
        measure("conflict, held out", reports, tagger, scorer)


if __name__ == "__main__":
    main()
