"""Reads the packaged demonstration reports and fails where quality fell below a committed floor.

usage: python -m benchmarks.floors [--raise | --lower]

``--raise`` writes floors that are higher than before, a little under what was measured; ``--lower`` is the explicit
flag that it takes to write lower ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from importlib import resources
from pathlib import Path

import msgspec

from counterclaim.evaluate import MEASURES, by_report, figures, gold_in, score_report
from counterclaim.ingest import Captured, read_inputs
from counterclaim.ledger import read_documents

HERE = Path(__file__).resolve().parent
GOLD, FLOORS = HERE / "cases.gold.jsonl", HERE / "floors.json"
#: How far under a measured figure its floor is set: what a change of library versions has been seen to move.
SLACK = 0.015


def measured() -> tuple[dict[str, float], str]:
    """The figures, and a digest of the reports and gold that they were measured on."""
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(reports) as path:
        documents = [c.document for c in read_inputs([str(path)]) if isinstance(c, Captured)]
        digest = hashlib.sha256(path.read_bytes() + GOLD.read_bytes()).hexdigest()
    gold = gold_in(GOLD)
    readings = [msgspec.to_builtins(reading) for reading in read_documents(documents)]
    scored = figures(score_report(*pair) for pair in zip(gold, by_report(gold, readings), strict=True))
    return {name: round(scored[name], 3) for name in MEASURES}, digest


def main() -> None:
    """Compare with the floors, or write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="up", action="store_true")
    parser.add_argument("--lower", action="store_true")
    chosen = parser.parse_args()
    figures, digest = measured()
    kept = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}, "corpus": digest}
    if chosen.up or chosen.lower:
        floors = {name: round(value - SLACK, 3) for name, value in figures.items()}
        if not chosen.lower:
            floors = {name: max(value, kept["floors"].get(name, 0.0)) for name, value in floors.items()}
        FLOORS.write_text(
            json.dumps({"corpus": digest, "measured": figures, "floors": floors}, indent=1) + "\n", encoding="utf-8"
        )
        print("wrote", floors)
        return
    if kept["corpus"] != digest:
        sys.exit("the reports or their gold changed: measure anew with --raise or --lower")
    fell = []
    for name, value in figures.items():
        floor = kept["floors"][name]
        print(f"{name:10s} {value:.3f}  floor {floor:.3f}")
        if value < floor:
            fell.append(name)
    if fell:
        sys.exit(f"below the floor: {', '.join(fell)}")


if __name__ == "__main__":
    main()
