"""The command line: a face of the ledger. ``counterclaim --help`` lists the verbs."""

# Each module of verbs adds its own to the app when it is imported.
from counterclaim.cli import assess_verbs as assess_verbs
from counterclaim.cli import custody_verbs as custody_verbs
from counterclaim.cli import evaluate_verbs as evaluate_verbs
from counterclaim.cli import export_verbs as export_verbs
from counterclaim.cli import follow_verbs as follow_verbs
from counterclaim.cli import notify_verbs as notify_verbs
from counterclaim.cli import review_verbs as review_verbs
from counterclaim.cli import run_verbs as run_verbs
from counterclaim.cli import serve_verbs as serve_verbs
from counterclaim.cli.app import main

__all__ = ["main"]
