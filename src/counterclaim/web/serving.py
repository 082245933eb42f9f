"""An application behind a socket of this machine, until interrupted or for as long as a block runs."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from counterclaim.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import uvicorn
    from starlette.types import ASGIApp

_STARTS_WITHIN = 30.0


def listener_on(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        OptionError: the port is taken or the address is not this machine's.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        message = f"cannot listen on {host}:{port}: {error.strerror}; name another with --port"
        raise OptionError(message, subject="--port") from error
    return listener


def address_of(listener: socket.socket) -> str:
    """The address of the web at which a socket answers."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until interrupted."""
    _server(app).run(sockets=[listener])


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve on a free port of loopback while the block runs; gives the address.

    Raises:
        OptionError: the application does not start.
    """
    listener = listener_on("127.0.0.1", 0)
    server = _server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + _STARTS_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise OptionError("the server did not start; its log says why", subject="serve")
        time.sleep(0.02)
    try:
        yield address_of(listener)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def _server(app: ASGIApp) -> uvicorn.Server:
    import uvicorn

    return uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
