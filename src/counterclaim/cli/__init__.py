"""The command line: a face of the ledger. ``counterclaim --help`` lists the verbs."""

from counterclaim.cli.app import main

__all__ = ["main"]
