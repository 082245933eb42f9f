"""``notify``: new denials, contested claims and changed tolls to addresses that want to know, once or from time to time."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from counterclaim.cli.app import app
from counterclaim.cli.options import LedgerPath, existing


@app.command()
def notify(
    ledger: LedgerPath,
    to: Annotated[
        list[str],
        typer.Option("--to", help="Address that gets each piece of news as signed JSON; several can be given."),
    ],
    pages: Annotated[str, typer.Option(help="Where the ledger is served, for the links of the notices.")] = "",
    every: Annotated[
        float | None, typer.Option(min=0.1, help="Look again every so many minutes, until interrupted.")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(help="Where to keep what was sent; by default beside the ledger.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Tell a new address of what is there already, too.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Send to addresses of this machine and its network.")
    ] = False,
) -> None:
    """Send news of a ledger to other programs: denials, contested facets, changed tolls and accounts.

    Notices are signed with COUNTERCLAIM_WEBHOOK_SECRET (Standard Webhooks). What does not arrive is sent again, later each time.
    """
    from counterclaim.export.news import news_of
    from counterclaim.ingest.subscriptions import Manners
    from counterclaim.ledger import Ledger
    from counterclaim.web.delivery import Messenger, checked_receiver
    from counterclaim.web.news import newest_told
    from counterclaim.web.outbox import Outbox

    receivers = [checked_receiver(url) for url in to]
    path, kept = existing(ledger), state or Path(f"{ledger}.notices.json")
    secret = os.environ.get("COUNTERCLAIM_WEBHOOK_SECRET", "")
    with Messenger(secret, Manners(), clock=time.time, allow_private=allow_private) as messenger:
        head = ""
        while True:
            outbox = Outbox.read(kept)
            with Ledger(path, read_only=True) as opened:
                changed, head = opened.head() != head, opened.head()
                news = tuple(news_of(newest_told(opened.lists))) if changed else ()
            failed = 0
            for url in receivers:
                outbox.take(url, news, pages, from_now=not everything)
                # Before anything is sent: a round that is killed sends again rather than never.
                outbox.save(kept)
                done = messenger.deliver(url, outbox)
                outbox.save(kept)
                typer.echo(f"{url}: {done.arrived} sent, {done.waiting} waiting")
                if done.trouble:
                    typer.echo(f"counterclaim: {done.trouble}", err=True)
                failed += done.failed
            if every is None:
                raise typer.Exit(int(bool(failed)))
            time.sleep(every * 60)
