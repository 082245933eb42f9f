"""Files by their paths: on a disk, or in an object store that speaks S3 as ``s3://bucket/key``.

Where the store is and who asks is said by the variables that its other tools read: ``AWS_ENDPOINT_URL`` for one that is not
Amazon's, ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION`` and the files in ``~/.aws``.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from counterclaim.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEME = "s3://"
#: One request to the store brings so many bytes: its answer takes some 20 ms, however short it is.
_PIECE = 4 << 20
_SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class State:
    """A file's size in bytes, and when it was last changed, in nanoseconds since 1970; a store tells whole seconds."""

    size: int
    modified: int


def is_remote(path: str) -> bool:
    """Whether a path leads into an object store."""
    return path.startswith(_SCHEME)


def in_order(path: str) -> tuple[str, ...]:
    """The key by which paths are sorted: folder by folder."""
    return PurePosixPath(path).parts if is_remote(path) else Path(path).parts


def within(folder: str, name: str) -> str:
    """The path of a file in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_remote(folder) else str(Path(folder) / name)


def is_folder(path: str) -> bool:
    """Whether there is a folder at a path; in a store, whether keys begin with it.

    Raises:
        OSError: the store does not answer.
    """
    if not is_remote(path):
        return Path(path).is_dir()
    from pyarrow.fs import FileType

    store, key = _store_of(path)
    return bool(store.get_file_info(key).type == FileType.Directory)


def is_file(path: str) -> bool:
    """Whether there is a file at a path, as far as can be asked."""
    try:
        return not is_folder(path) and state_of(path).size >= 0
    except OSError:
        return False


def make_folder(path: str) -> None:
    """Make a folder if it is not there; a store has none, but its bucket must be there.

    Raises:
        OSError: it cannot be made.
    """
    if not is_remote(path):
        Path(path).mkdir(parents=True, exist_ok=True)
        return
    bucket = _SCHEME + path.removeprefix(_SCHEME).partition("/")[0]
    if not is_folder(bucket):
        raise FileNotFoundError(2, f"there is no bucket {bucket}", path)


def files_of(folder: str, *, deep: bool) -> Iterator[str]:
    """The files of a folder, in no order; with ``deep`` those of the folders in it too.

    Raises:
        OSError: the store does not answer.
    """
    if not is_remote(folder):
        yield from (str(path) for path in Path(folder).glob("**/*" if deep else "*") if path.is_file())
        return
    from pyarrow.fs import FileSelector, FileType

    store, key = _store_of(folder)
    for found in store.get_file_info(FileSelector(key, allow_not_found=True, recursive=deep)):
        if found.type == FileType.File:
            yield _SCHEME + found.path


def state_of(path: str) -> State:
    """Size and time of a file.

    Raises:
        FileNotFoundError: there is none.
        OSError: it cannot be asked for.
    """
    if not is_remote(path):
        there = Path(path).stat()
        return State(there.st_size, there.st_mtime_ns)
    from pyarrow.fs import FileType

    store, key = _store_of(path)
    found = store.get_file_info(key)
    if found.type != FileType.File:
        raise FileNotFoundError(2, "there is no such file", path)
    # A listing tells milliseconds where a question for one file tells seconds.
    return State(found.size, (found.mtime_ns or 0) // _SECOND * _SECOND)


def opened(path: str) -> io.BufferedReader:
    """A file's bytes, which can be sought in; of a store, a piece at a time.

    Raises:
        OSError: it cannot be opened.
    """
    if not is_remote(path):
        return Path(path).open("rb")
    store, key = _store_of(path)
    return io.BufferedReader(store.open_input_file(key), _PIECE)


def sent(local: Path, target: str) -> None:
    """Copy a file into a store, where it appears whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    store, key = _store_of(target)
    # Arrow would pack anew what is called .gz or .zst.
    with local.open("rb") as source, store.open_output_stream(key, compression=None) as sink:
        while piece := source.read(_PIECE):
            sink.write(piece)


def removed(path: str) -> None:
    """Remove a file if it is there.

    Raises:
        OSError: it cannot be removed.
    """
    if not is_remote(path):
        Path(path).unlink(missing_ok=True)
        return
    store, key = _store_of(path)
    try:
        store.delete_file(key)
    except FileNotFoundError:
        return


def _store_of(path: str) -> tuple[Any, str]:
    """The store of a path, and the path in it."""
    key = path.removeprefix(_SCHEME).strip("/")
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return _store(key.partition("/")[0], endpoint, region), key


@lru_cache(maxsize=16)
def _store(bucket: str, endpoint: str | None, region: str | None) -> Any:
    """The client of a bucket; Arrow's own, which asks again three times where the network fails.

    Raises:
        OptionError: pyarrow is not installed.
        OSError: Amazon does not say in which region the bucket is.
    """
    try:
        from pyarrow.fs import S3FileSystem, resolve_s3_region
    except ImportError as error:
        raise OptionError(
            f"{_SCHEME}{bucket} needs pyarrow: pip install 'counterclaim[archives]'", subject=_SCHEME + bucket
        ) from error
    if endpoint is None and region is None:
        region = resolve_s3_region(bucket)
    return S3FileSystem(endpoint_override=endpoint, region=region or "us-east-1", connect_timeout=10)
