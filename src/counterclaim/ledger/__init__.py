"""The ledger: the composition root and the public API. Read reports, keep what they say, ask for incidents."""

from counterclaim.ledger.finished_partitions import is_folder_of_partitions
from counterclaim.ledger.lists import MOST, IncidentPage, Lists, SummaryPage, Totals
from counterclaim.ledger.opened import Ledger
from counterclaim.ledger.partition_file import Marker
from counterclaim.ledger.partitions import Partition, read_partitions
from counterclaim.ledger.past import Past
from counterclaim.ledger.provenance import digests, program_version
from counterclaim.ledger.reading import read, read_documents
from counterclaim.ledger.retrying import RetrySummary
from counterclaim.ledger.reviewing import Reviewing
from counterclaim.ledger.runs import RunCounts
from counterclaim.ledger.writing import IngestSummary

__all__ = [
    "MOST",
    "IncidentPage",
    "IngestSummary",
    "Ledger",
    "Lists",
    "Marker",
    "Partition",
    "Past",
    "RetrySummary",
    "Reviewing",
    "RunCounts",
    "SummaryPage",
    "Totals",
    "digests",
    "is_folder_of_partitions",
    "program_version",
    "read",
    "read_documents",
    "read_partitions",
]
