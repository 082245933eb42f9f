"""How well a reader does on ledgers made by hand: figures, intervals, and what one reader finds that another does not."""

from counterclaim.evaluate.compare import Difference, differences, intervals
from counterclaim.evaluate.gold import by_report, gold_in, readings_in
from counterclaim.evaluate.scoring import MEASURES, Scored, figures, score_report

__all__ = [
    "MEASURES",
    "Difference",
    "Scored",
    "by_report",
    "differences",
    "figures",
    "gold_in",
    "intervals",
    "readings_in",
    "score_report",
]
