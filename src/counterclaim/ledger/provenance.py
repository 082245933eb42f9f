"""What a run is recorded with: when it began, the version of the program, digests of words and weights."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from functools import lru_cache
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

from counterclaim.ingest import InputOptions
from counterclaim.model import content_id
from counterclaim.store import RunRow

if TYPE_CHECKING:
    from collections.abc import Iterator


def new_run(options: InputOptions | None, codebook: str | None = None) -> RunRow:
    """The record of a run that begins now; the codebook is that of its readings, where they are made by one."""
    started = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
    number = uuid.uuid4().hex  # two runs may begin in the same microsecond
    return RunRow(content_id("n", started, number), started, program_version(), recorded(options, codebook), digests())


def recorded(options: InputOptions | None, codebook: str | None = None) -> str:
    """Options of inputs and the codebook as one JSON object, keys in order: what :func:`options_of` reads."""
    said = vars(options) if options else {}
    return json.dumps({**said, **({"codebook": codebook} if codebook else {})}, default=str, sort_keys=True)


def options_of(said: str) -> tuple[InputOptions, str | None]:
    """Options and codebook that were recorded; the codebook is ``None`` where the record names none."""
    values: dict[str, Any] = json.loads(said)
    codebook = values.pop("codebook", None)
    if values.get("published"):
        values["published"] = dt.date.fromisoformat(values["published"])
    return InputOptions(**values), codebook


@lru_cache(maxsize=1)
def program_version() -> str:
    """The version of the installed program."""
    return metadata.version("counterclaim")


@lru_cache(maxsize=1)
def digests() -> str:
    """SHA-256 over every word file, codebook and weight that a reading depends on."""
    digest = hashlib.sha256()
    for package in ("counterclaim.lexicon", "counterclaim.extract", "counterclaim.merge", "counterclaim.text"):
        for path in sorted(_files(resources.files(package)), key=str):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Any) -> Iterator[Any]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _files(path)
        elif path.name.endswith((".toml", ".csv", ".onnx", ".json")):
            yield path
