"""What many accounts come to: where they part, who stands behind them, what status a codebook gives."""

from counterclaim.assess.contest import conflicts_in, contested_in
from counterclaim.assess.drift import Shift, drift_of
from counterclaim.assess.filing import Axis, FiledGrade, filed_axes, filed_grades
from counterclaim.assess.incident import could_be_same, grades_under, ids_of, merged_id, merged_incidents
from counterclaim.assess.positions import Position, positions_of
from counterclaim.assess.revisions import Revision, revisions_in
from counterclaim.assess.status import Evidence, Grade, differences, grades_of, gradings

__all__ = [
    "Axis",
    "Evidence",
    "FiledGrade",
    "Grade",
    "Position",
    "Revision",
    "Shift",
    "conflicts_in",
    "contested_in",
    "could_be_same",
    "differences",
    "drift_of",
    "filed_axes",
    "filed_grades",
    "grades_of",
    "grades_under",
    "gradings",
    "ids_of",
    "merged_id",
    "merged_incidents",
    "positions_of",
    "revisions_in",
]
