"""Changes sound inputs by what the readers' code makes of them (atheris, libFuzzer), and stops at the first that breaks one.

usage: python -m tests.ingest.fuzz_readers CORPUS_FOLDER [libFuzzer's options]

The first byte of an input chooses the name of the file, and with it the reader. An input that breaks one is left in the
working directory as crash-HASH: keep it as a case of test_hostile.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["counterclaim.ingest"]):
    from counterclaim.ingest import Captured, InputOptions, read_inputs

from counterclaim.model import encode
from tests.ingest.test_hostile import SOUND

NAMES = sorted(SOUND)


def write_corpus(folder: Path) -> None:
    """The sound inputs as files from which the others are made."""
    for number, name in enumerate(NAMES):
        raw = bytes([number]) + SOUND[name]
        (folder / hashlib.sha256(raw).hexdigest()).write_bytes(raw)


def read_one(given: bytes) -> None:
    """Whatever the bytes, each result has a form that a ledger can keep; an error stops the run."""
    if not given:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAMES[given[0] % len(NAMES)]
        path.write_bytes(given[1:])
        for found in read_inputs([str(path)], InputOptions()):
            if isinstance(found, Captured):
                encode(found.document)


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]))
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()
