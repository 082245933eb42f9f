"""Captures: files, folders and standard input as documents, each failure a value that says what to do."""

from counterclaim.ingest.capture import Captured, InputOptions, Rejected
from counterclaim.ingest.inputs import read_inputs

__all__ = ["Captured", "InputOptions", "Rejected", "read_inputs"]
