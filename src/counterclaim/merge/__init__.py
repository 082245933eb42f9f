"""From many reports to one incident: reprints found, tellings compared with reasons, judged, and grouped."""

from counterclaim.merge.blocking import MOST, Near, nearest_after, nearest_before
from counterclaim.merge.clusters import clusters_of
from counterclaim.merge.independence import Independence, independence_of
from counterclaim.merge.judge import judged
from counterclaim.merge.keys import Ask, Keys, asked, nearness_bound, posted, windows_of
from counterclaim.merge.links import held_against, links_between, links_for, nearest_links, within_reports
from counterclaim.merge.neighbourhood import joins, touched_by
from counterclaim.merge.profile import Profile, profiles_in, profiles_of
from counterclaim.merge.reprints import (
    REPEATED_WITHIN,
    Passages,
    passages_of,
    reprints_in,
    reprints_of,
    worth_a_look,
)
from counterclaim.merge.telling import Telling, tellings_in, tellings_of

__all__ = [
    "MOST",
    "REPEATED_WITHIN",
    "Ask",
    "Independence",
    "Keys",
    "Near",
    "Passages",
    "Profile",
    "Telling",
    "asked",
    "clusters_of",
    "held_against",
    "independence_of",
    "joins",
    "judged",
    "links_between",
    "links_for",
    "nearest_after",
    "nearest_before",
    "nearest_links",
    "nearness_bound",
    "passages_of",
    "posted",
    "profiles_in",
    "profiles_of",
    "reprints_in",
    "reprints_of",
    "tellings_in",
    "tellings_of",
    "touched_by",
    "windows_of",
    "within_reports",
    "worth_a_look",
]
