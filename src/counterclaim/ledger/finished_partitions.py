"""Finished partitions of an archive into a ledger, as if their inputs had been read into it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from counterclaim.errors import InputError
from counterclaim.ingest import Captured, Rejected
from counterclaim.ingest.files import files_of, in_order
from counterclaim.ledger.partition_file import MARKER, READINGS, Marker, marker_at, sha256_of
from counterclaim.ledger.partition_rows import rows_at
from counterclaim.ledger.provenance import digests, options_of, program_version
from counterclaim.ledger.writing import IngestSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.ledger.partition_file import Form
    from counterclaim.ledger.writing import Writing
    from counterclaim.model import Reading


def is_folder_of_partitions(path: str) -> bool:
    """Whether a path is a folder of finished partitions, and no folder of reports."""
    return path != "-" and any(_files_in(path, MARKER))


def add_partitions(writing: Writing, folder: str) -> IngestSummary:
    """Put the finished partitions of a folder into a ledger, in the order of their inputs, and link them.

    What the ledger holds is left as it is. A partition that is not finished, was read by another version of the program, or
    whose file was altered, is rejected in the summary, and nothing of it is written.
    """
    summary = IngestSummary()
    sound = []
    for path in _files_in(folder, MARKER):
        found = _checked(path)
        if isinstance(found, Rejected):
            summary.rejected.append(found)
        else:
            sound.append((found, _readings_beside(path, found.form)))
    summary.rejected += _unfinished(folder)
    sound.sort(key=lambda pair: (pair[0].options, in_order(pair[0].input)))
    for said, group in groupby(sound, key=lambda pair: pair[0].options):
        options, codebook = options_of(said)
        partitions = list(group)
        came = IngestSummary(expected=sum(map(_inputs_in, (marker for marker, _ in partitions))))
        writing.add_read(_rows_of(partitions, came), options=options, codebook=codebook, summary=came)
        summary = summary.joined(came)
    return summary


def _files_in(folder: str, ending: str) -> list[str]:
    """The files of a folder itself that end so, in order; none where it cannot be looked into."""
    try:
        return sorted((path for path in files_of(folder, deep=False) if path.endswith(ending)), key=in_order)
    except OSError:
        return []


def _checked(path: str) -> Marker | Rejected:
    """The marker at a path, if its readings may be written by this program; else why not."""
    marker = marker_at(path)
    if marker is None:
        wrong = "is no marker of a partition"
    elif (marker.program, marker.lexicon) != (program_version(), digests()):
        wrong = f"was read by Counterclaim {marker.program} or words and weights other than those here"
    elif not _is_whole(_readings_beside(path, marker.form), marker):
        wrong = "has no readings beside it, or they were altered"
    else:
        return marker
    message = f"{path} {wrong}; give the command with --output again, which reads that input anew"
    return Rejected(path, InputError(message, subject=path))


def _is_whole(readings: str, marker: Marker) -> bool:
    try:
        return sha256_of(readings) == marker.digest
    except OSError:
        return False


def _unfinished(folder: str) -> list[Rejected]:
    """Readings without a marker, which a run that was cut off left."""
    out = []
    marked = set(_files_in(folder, MARKER))
    for ending in READINGS.values():
        for path in _files_in(folder, ending):
            if path.removesuffix(ending) + MARKER not in marked:
                message = f"{path} is not finished; give the command with --output again"
                out.append(Rejected(path, InputError(message, subject=path)))
    return out


def _readings_beside(marker: str, form: Form) -> str:
    return marker.removesuffix(MARKER) + READINGS[form]


def _inputs_in(marker: Marker) -> int:
    return marker.reports + marker.rejected + sum(marker.set_aside.values())


def _rows_of(
    partitions: Iterable[tuple[Marker, str]], summary: IngestSummary
) -> Iterator[tuple[Captured | Rejected, Reading | None]]:
    for marker, readings in partitions:
        summary.aside.update(marker.set_aside)
        yield from rows_at(readings, marker.form)
