"""Captures: files, folders, archives, feeds and standard input as documents, each failure a value that says what to do."""

from counterclaim.ingest.capture import Captured, InputOptions, Rejected, SetAside
from counterclaim.ingest.inputs import files_below, read_inputs

__all__ = ["Captured", "InputOptions", "Rejected", "SetAside", "files_below", "read_inputs"]
