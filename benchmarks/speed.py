"""Speed of each stage as a ratio to the parser alone, by the processor's clock, in one run on the packaged demonstration reports.

usage: python -m benchmarks.speed [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import json
import time
from importlib import resources
from typing import TYPE_CHECKING, Any

from counterclaim.engines import shared_reader
from counterclaim.extract.attribution import attributions_in
from counterclaim.extract.events import event_mentions
from counterclaim.extract.tolls import tolls_in
from counterclaim.ingest import Captured, read_inputs
from counterclaim.resolve.claims import claims_of
from counterclaim.resolve.dates import dates_in, reference_day
from counterclaim.resolve.incidents import drafts_of
from counterclaim.resolve.places import places_in
from counterclaim.resolve.sources import Sources
from counterclaim.resolve.tellings import tellings_of
from counterclaim.text.blocks import blocks_of
from counterclaim.text.page import open_pages

if TYPE_CHECKING:
    from collections.abc import Callable


def timed(took: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """Do the work and add its time."""
    began = time.process_time()
    result = work()
    took[name] = took.get(name, 0.0) + time.process_time() - began
    return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(reports) as path:
        documents = [c.document for c in read_inputs([str(path)]) if isinstance(c, Captured)]
    reader = shared_reader()
    list(reader.read_all(documents[:3]))
    took: dict[str, float] = {}
    for _ in range(chosen.rounds):
        timed(took, "cleaning", lambda: [blocks_of(d) for d in documents])
        pages = timed(took, "parser", lambda: list(open_pages(documents, reader.parser)))
        for page in pages:
            attributions = timed(took, "tagger", lambda p=page: attributions_in(p, reader.tagger))
            mentions = timed(took, "events", lambda p=page: event_mentions(p))
            tolls = timed(took, "tolls", lambda p=page: tolls_in(p))
            dates = timed(took, "dates", lambda p=page: dates_in(p))
            places = timed(took, "places", lambda p=page: places_in(p, reader.gazetteer))

            def ground(
                p: Any = page, a: Any = attributions, m: Any = mentions, t: Any = tolls, d: Any = dates, q: Any = places
            ) -> None:
                published = reference_day(p)
                drafts_all = tellings_of(p, a, m, q, d, t)
                claims_of(p, a, drafts_of(drafts_all, published), Sources(p, a), t, published)

            timed(took, "claims", ground)
    took["parser"] -= took["cleaning"]
    words = chosen.rounds * sum(len(d.text.split()) for d in documents)
    rest = sum(v for k, v in took.items() if k not in ("parser", "tagger"))
    rows = {
        name: {"words_per_second": round(words / value), "of_parser": round(value / took["parser"], 3)}
        for name, value in took.items()
    }
    rows["all but parser and tagger"] = {
        "words_per_second": round(words / rest),
        "of_parser": round(rest / took["parser"], 3),
    }
    rows["whole reading"] = {
        "words_per_second": round(words / sum(took.values())),
        "of_parser": round(sum(took.values()) / took["parser"], 3),
    }
    if chosen.json:
        print(json.dumps(rows, indent=1))
        return
    for name, row in rows.items():
        print(f"{name:28s} {row['words_per_second']:>9,} words/s   {row['of_parser']:.2f} of the parser's time")


if __name__ == "__main__":
    main()
