"""``serve``: the ledger in the browser and over HTTP."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from counterclaim.cli.app import LedgerPath, app, existing
from counterclaim.errors import OptionError


@app.command()
def serve(
    ledger: LedgerPath,
    host: Annotated[str, typer.Option(help="Address to listen on; beyond loopback a token is needed.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8321,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Show a ledger in the browser, and answer programs over HTTP."""
    token = os.environ.get("COUNTERCLAIM_TOKEN") or None
    if not is_loopback(host) and token is None:
        raise OptionError(
            f"--host {host} can be reached by others: set COUNTERCLAIM_TOKEN to a long secret first, or leave --host out",
            subject="--host",
        )
    serve_ledger(existing(ledger), host=host, port=port, token=token, browse=not no_browser)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve_ledger(path: Path, *, host: str, port: int, token: str | None, browse: bool) -> None:
    """Serve until interrupted; say where, and open it in a browser where that is wanted.

    Raises:
        OptionError: the port is taken or the address is not this machine's.
    """
    import socket
    import webbrowser

    import uvicorn

    from counterclaim.web import create_app
    from counterclaim.web.access import LOOPBACK

    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise OptionError(
            f"cannot listen on {host}:{port}: {error.strerror}; name another with --port", subject="--port"
        ) from error
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
    typer.echo(f"The ledger is at {address} (Ctrl-C ends).")
    if browse:
        webbrowser.open(address)
    hosts = LOOPBACK if is_loopback(host) else ()
    server = uvicorn.Server(
        uvicorn.Config(create_app(path, token=token, hosts=hosts), log_level="warning", server_header=False)
    )
    server.run(sockets=[listener])
