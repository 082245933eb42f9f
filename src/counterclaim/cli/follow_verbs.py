"""``follow``: feeds into a ledger, once or from time to time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from counterclaim.cli.app import app
from counterclaim.cli.options import LedgerPath, Processes, Sieve, engine_of


@app.command()
def follow(
    feeds: Annotated[Path, typer.Argument(help="A list of feeds: feeds.toml, or OPML from a feed reader.")],
    ledger: LedgerPath,
    state: Annotated[
        Path | None, typer.Option(help="Where to keep what was seen; by default beside the ledger.")
    ] = None,
    every: Annotated[
        float | None, typer.Option(min=1, help="Ask again every so many minutes, until interrupted.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let feeds lead to addresses of this machine and its network.")
    ] = False,
    sieve: Sieve = False,
    processes: Processes = 1,
) -> None:
    """Read what is new in feeds into a ledger; a page edited since is read again."""
    from counterclaim.cli.reading import count_failed, say_what_came
    from counterclaim.ingest import InputOptions
    from counterclaim.ingest.fetch import Fetcher
    from counterclaim.ingest.follow import Memory, captures_of_feeds
    from counterclaim.ingest.subscriptions import subscriptions_in
    from counterclaim.ledger import Ledger

    listed = subscriptions_in(feeds)
    kept = state or Path(f"{ledger}.feeds.json")
    options = InputOptions(sieve=sieve)
    while True:
        memory = Memory.read(kept)
        with Ledger(ledger) as opened, Fetcher(listed.fetch, allow_private=allow_private) as fetcher:
            found = captures_of_feeds(listed, fetcher, memory, options, time.time())
            summary = opened.add(found, options=options, engine=engine_of("local", processes, None))
        memory.save(kept)
        for rejected in summary.rejected:
            typer.echo(f"counterclaim: {rejected.error.message}", err=True)
        say_what_came(summary)
        if every is None:
            raise typer.Exit(count_failed(summary.rejected))
        time.sleep(every * 60)
