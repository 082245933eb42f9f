"""``serve``: the ledger in the browser and over HTTP."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated, Any

import typer

from counterclaim.cli.app import app
from counterclaim.cli.options import LedgerPath, existing
from counterclaim.errors import OptionError


@app.command()
def serve(
    ledger: LedgerPath,
    host: Annotated[str, typer.Option(help="Address to listen on; beyond loopback a token is needed.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8321,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Take decisions of people; else the ledger is only read.")
    ] = False,
) -> None:
    """Show a ledger in the browser, and answer programs over HTTP."""
    token = os.environ.get("COUNTERCLAIM_TOKEN") or None
    if not is_loopback(host) and token is None:
        raise OptionError(
            f"--host {host} can be reached by others: set COUNTERCLAIM_TOKEN to a long secret first, or leave --host out",
            subject="--host",
        )
    review_token = os.environ.get("COUNTERCLAIM_REVIEW_TOKEN") or None
    if review and not is_loopback(host) and review_token in (None, token):
        raise OptionError(
            f"--review on --host {host} lets others decide: set COUNTERCLAIM_REVIEW_TOKEN to a long secret of its own first",
            subject="--review",
        )
    options = {"token": token, "review": review, "review_token": review_token}
    serve_ledger(existing(ledger), host=host, port=port, browse=not no_browser, options=options)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve_ledger(path: Path, *, host: str, port: int, browse: bool, options: dict[str, Any]) -> None:
    """Serve until interrupted; say where, and open it in a browser where that is wanted.

    Args:
        path: the ledger.
        host: address to listen on.
        port: port, 0 for a free one.
        browse: whether to open a browser.
        options: tokens and review, as :func:`counterclaim.web.create_app` takes them.

    Raises:
        OptionError: the port is taken or the address is not this machine's.
    """
    import webbrowser

    from counterclaim.web import create_app
    from counterclaim.web.access import LOOPBACK
    from counterclaim.web.serving import address_of, listener_on
    from counterclaim.web.serving import serve as serve_app

    listener = listener_on(host, port)
    address = f"{address_of(listener)}/"
    typer.echo(f"The ledger is at {address} (Ctrl-C ends).")
    if browse:
        webbrowser.open(address)
    hosts = LOOPBACK if is_loopback(host) else ()
    serve_app(create_app(path, hosts=hosts, **options), listener)
