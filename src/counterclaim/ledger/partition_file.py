"""One finished partition of an archive: the readings of one input file, and the marker that says that they are whole.

On a disk each file gets a name of its own while it is written and its real name at the end, by one rename; in an object store
it is written here first and then sent whole. The marker comes last. Whatever is cut off therefore leaves no marker, and whoever
reads the same input writes the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from counterclaim.errors import StoreError
from counterclaim.ingest.files import is_remote, opened, sent, state_of
from counterclaim.model import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["jsonl", "parquet"]

#: How the files of readings end, by their form.
READINGS: dict[Form, str] = {"jsonl": ".readings.jsonl.zst", "parquet": ".readings.parquet"}
MARKER = ".done.json"
_PARTIAL = ".partial"


class Marker(msgspec.Struct, frozen=True):
    """Says that the readings of one input file are whole, and of what they were made.

    Attributes:
        input: the file, as it was named.
        size: of the input in bytes.
        modified: when the input was last changed, in nanoseconds since 1970.
        options: of the inputs, and the codebook, as a run of a ledger records them.
        program: the version that read.
        lexicon: digest of words and weights.
        form: of the file of readings.
        readings_size: of that file in bytes.
        digest: its SHA-256.
        reports: how many were read.
        claims: how many they have.
        failures: inside reports, by stage.
        rejected: how many rows or records of the input could not be read.
        set_aside: what was left out on purpose, by reason.
    """

    input: str
    size: int
    modified: int
    options: str
    program: str
    lexicon: str
    form: Form
    readings_size: int
    digest: str
    reports: int
    claims: int
    failures: dict[str, int]
    rejected: int
    set_aside: dict[str, int]

    def fits(self, readings: str) -> bool:
        """Whether a file of readings may be the one that is marked: by its digest, in a store by its size.

        A store shows no half-written file, and to read a year of readings only to skip them would cost more than most runs.
        """
        try:
            if state_of(readings).size != self.readings_size:
                return False
            return is_remote(readings) or sha256_of(readings) == self.digest
        except OSError:
            return False


class Begun:
    """A file that is being written; it gets its name when it is whole."""

    def __init__(self, target: str) -> None:
        """Begin it: beside its target, or in the folder for what is temporary where the target is in a store.

        Raises:
            StoreError: it cannot be written.
        """
        self.target = target
        with told_of(target):
            self._partial = _partial_of(target)
            self.file = self._partial.open("wb")

    def put(self) -> tuple[int, str]:
        """Put the file in its place; returns its size and its SHA-256.

        Raises:
            StoreError: it cannot be written.
        """
        with told_of(self.target):
            # Onto the disk before the rename: a machine that loses power must not leave a marker of an empty file.
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            size, digest = self._partial.stat().st_size, sha256_of(str(self._partial))
            if is_remote(self.target):
                sent(self._partial, self.target)
                self._partial.unlink()
            else:
                _renamed(self._partial, Path(self.target))
        return size, digest

    def drop(self) -> None:
        """Remove what was begun."""
        self.file.close()
        self._partial.unlink(missing_ok=True)


def write_marker(target: str, marker: Marker) -> None:
    """Write a marker, whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    begun = Begun(target)
    try:
        with told_of(target):
            begun.file.write(msgspec.json.format(encode(marker), indent=1) + b"\n")
        begun.put()
    except StoreError:
        begun.drop()
        raise


@contextmanager
def told_of(path: str) -> Iterator[None]:
    """Errors of the disk or the store as ours.

    Raises:
        StoreError: something cannot be written; the message names it.
    """
    try:
        yield
    except OSError as error:
        advice = "make room or check the path, and give the command again: what is finished stays"
        raise StoreError(f"{path} cannot be written: {error.strerror or error}; {advice}", subject=path) from error


def marker_at(path: str) -> Marker | None:
    """The marker of a file, ``None`` where there is none or it is none."""
    try:
        with opened(path) as found:
            return decode(found.read(), Marker)
    except (OSError, StoreError):
        return None


def sha256_of(path: str) -> str:
    """SHA-256 of a file in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def leftovers_of(target: str) -> list[Path]:
    """What runs that were cut off left of a file beside it."""
    if is_remote(target):
        return []
    path = Path(target)
    return list(path.parent.glob(f".{_escaped(path.name)}.*{_PARTIAL}"))


def _partial_of(target: str) -> Path:
    # Two machines may read the same input at once; the dot keeps readers of folders away.
    path = Path(tempfile.gettempdir()) / target.rsplit("/", 1)[-1] if is_remote(target) else Path(target)
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}{_PARTIAL}")


def _renamed(partial: Path, target: Path) -> None:
    """Rename into place; another run that was faster and cleared up has put the same bytes there."""
    try:
        partial.replace(target)
    except FileNotFoundError:
        if not target.exists():
            raise


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
