"""A store that speaks S3, on this machine: moto's server on a port of its own, empty at first but for one bucket."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from counterclaim.ingest.files import sent

BUCKET = "archive"


@contextmanager
def object_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A running store, which the usual variables name; gives the address of its bucket."""
    pytest.importorskip("pyarrow", reason="the extra archives is not installed")
    server_of = pytest.importorskip("moto.server", reason="moto's server is not installed").ThreadedMotoServer
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = server_of(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "ENDPOINT_URL": f"http://{host}:{port}",
        "ACCESS_KEY_ID": "a",
        "SECRET_ACCESS_KEY": "b",
        "REGION": "eu-west-1",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    try:
        from pyarrow.fs import S3FileSystem

        # What one test put there would meet the next: the server keeps it for the whole process.
        urlopen(Request(f"{told['ENDPOINT_URL']}/moto-api/reset", method="POST")).close()  # noqa: S310 - on loopback
        made = S3FileSystem(endpoint_override=told["ENDPOINT_URL"], region="eu-west-1", allow_bucket_creation=True)
        made.create_dir(BUCKET)
        yield f"s3://{BUCKET}"
    finally:
        server.stop()


def put_folder(folder: Path, target: str) -> None:
    """Copy the files of a folder into a store."""
    for path in folder.iterdir():
        sent(path, f"{target}/{path.name}")
