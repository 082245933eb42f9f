"""From many reports to one incident: reprints found, tellings compared with reasons, judged, and grouped."""

from counterclaim.merge.clusters import clusters_of
from counterclaim.merge.independence import Independence, independence_of
from counterclaim.merge.judge import judged
from counterclaim.merge.links import links_between, links_for, nearest_links
from counterclaim.merge.neighbourhood import joins, lookup_keys, may_be_nearer, sharing, touched_by
from counterclaim.merge.reprints import reprints_in
from counterclaim.merge.telling import Telling, tellings_in, tellings_of

__all__ = [
    "Independence",
    "Telling",
    "clusters_of",
    "independence_of",
    "joins",
    "judged",
    "links_between",
    "links_for",
    "lookup_keys",
    "may_be_nearer",
    "nearest_links",
    "reprints_in",
    "sharing",
    "tellings_in",
    "tellings_of",
    "touched_by",
]
