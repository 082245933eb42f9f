"""What people decided, applied to what was read: a pure function of readings, links and reviews."""

from counterclaim.review.agreement import Agreement, agreement_of, alpha_of
from counterclaim.review.claims import Reviewed, with_reviews
from counterclaim.review.incidents import links_of, reviewed_incidents, standing

__all__ = [
    "Agreement",
    "Reviewed",
    "agreement_of",
    "alpha_of",
    "links_of",
    "reviewed_incidents",
    "standing",
    "with_reviews",
]
