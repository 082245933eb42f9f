"""Expressions of time in a report, resolved to spans of days with the anchor that gave them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.model import When, WhenMention
from counterclaim.resolve import calendar as cal
from counterclaim.resolve.date_patterns import NUMBERS, pattern, values

if TYPE_CHECKING:
    from counterclaim.text.page import Page


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative dates are counted from: the publication day, and the date last named in the text."""

    published: dt.date | None
    last: dt.date | None = None


def reference_day(page: Page) -> dt.date | None:
    """The day of the report: a full date in its own dateline or stamp, else the publication date that it came with.

    An archive's field is often the day of capture; the text's own stamp beats it.
    """
    for block in page.unread:
        if block.kind == "dateline":
            glued = re.sub(r"\b(\d{1,2})((?:19|20)\d\d)\b", r"\1 \2", block.text)
            for match in pattern().finditer(glued):
                when = _resolve(match, Anchor(None))
                if when is not None and when[1] is not None and when[1].precision == "day":
                    return when[1].first
    return page.document.published


def dates_in(page: Page) -> tuple[WhenMention, ...]:
    """The expressions of time of a page in text order, with TIMEX3 value and type, and the days they stand for."""
    anchor = Anchor(reference_day(page))
    out: list[WhenMention] = []
    for passage in page.passages:
        text = passage.doc.text
        for match in pattern().finditer(text):
            found = _resolve(match, anchor)
            if found is None:
                continue
            value, when, kind = found
            span = page.span(passage, match.start() + len(match["lead"] or ""), match.end())
            out.append(WhenMention(span.start, span.end, span.text, value, kind, span.field, when))  # type: ignore[arg-type]
            if when is not None and when.first is not None and when.precision == "day":
                anchor = Anchor(anchor.published, when.first)
    return tuple(out)


Resolved = tuple[str | None, When | None, str]


def _resolve(match: re.Match[str], anchor: Anchor) -> Resolved | None:
    groups = {key.rstrip("_"): value for key, value in match.groupdict().items() if value}
    for test in (_absolute, _partial, _weekday, _counted, _named_day, _calendar_unit, _whole_year, _duration):
        found = test(groups, anchor)
        if found is not None:
            return found
    return None


def _absolute(g: dict[str, str], _anchor: Anchor) -> Resolved | None:
    if "iso" in g:
        found = cal.safe_date(*(int(p) for p in g["iso"].split("-")))
    elif "dmy" in g:
        d, m, y = (int(p) for p in re.split(r"[-./]", g["dmy"]))
        found = cal.safe_date(y, m, d) or cal.safe_date(y, d, m)
    elif "fy" in g:
        m = values("months")[g["fm"].lower().rstrip(".")]
        first, last = int(g["fd"]), int(g.get("fd2") or g["fd"])
        start, end = cal.safe_date(int(g["fy"]), m, first), cal.safe_date(int(g["fy"]), m, last)
        if start is None or end is None:
            return None
        return start.isoformat(), When(start, end, "day" if start == end else "days", "text"), "DATE"
    else:
        return None
    return (found.isoformat(), cal.day(found), "DATE") if found else None


def _partial(g: dict[str, str], anchor: Anchor) -> Resolved | None:
    """A month with a day or a year, or a bare month."""
    if "pm" not in g:
        return None
    number = values("months")[g["pm"].lower().rstrip(".")]
    if "py" in g:
        y = int(g["py"])
        if "ppart" in g:
            return f"{y}-{number:02d}", cal.part_of_month(y, number, _part(g["ppart"])), "DATE"
        return f"{y}-{number:02d}", cal.month(y, number), "DATE"
    if anchor.published is None:
        return None, None, "DATE"
    if "pd" in g:
        found = cal.latest_day(number, int(g["pd"]), anchor.published)
        last = cal.latest_day(number, int(g.get("pd2") or g["pd"]), anchor.published)
        if found is None or last is None:
            return None
        return found.isoformat(), When(found, max(found, last), "day" if found == last else "days", "published"), "DATE"
    y = cal.latest_month(number, anchor.published)
    if g.get("plast", "").lower() == "last" and number == anchor.published.month:
        y -= 1
    if g.get("plast", "").lower() == "next" and y <= anchor.published.year and number <= anchor.published.month:
        y += 1
    if "ppart" in g:
        return f"{y}-{number:02d}", cal.part_of_month(y, number, _part(g["ppart"]), "published"), "DATE"
    return f"{y}-{number:02d}", cal.month(y, number, "published"), "DATE"


def _part(word: str) -> str:
    return next(p for p in ("early", "mid", "late") if word.lower().startswith(p))


def _weekday(g: dict[str, str], anchor: Anchor) -> Resolved | None:
    if "wd" not in g:
        return None
    if anchor.published is None:
        return None, None, "DATE"
    found = cal.latest_weekday(values("weekdays")[g["wd"].lower().rstrip("s")], anchor.published)
    said = g.get("wdlead", "").lower()
    if said == "next":
        found += cal.DAY * 7
    elif said == "last" and found == anchor.published:
        found -= cal.DAY * 7
    part = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}.get(g.get("wdpart", "").lower())
    if part:
        return f"{found.isoformat()}T{part}", cal.day(found, "published"), "TIME"
    return found.isoformat(), cal.day(found, "published"), "DATE"


def _counted(g: dict[str, str], anchor: Anchor) -> Resolved | None:
    """Counted dates: "two days ago", "a week earlier", "three months later"."""
    if "cn" not in g:
        return None
    amount = NUMBERS.get(g["cn"].lower()) or (int(g["cn"]) if g["cn"].isdigit() else 2)
    unit, way = g["cu"].lower().rstrip("s"), g["cw"].lower()
    ago = way.startswith(("ago", "back"))
    base = anchor.published if ago else (anchor.last or anchor.published)
    if base is None or unit in ("hour", "minute"):
        return None, (cal.day(base, "mention") if base and unit == "hour" and amount < 12 else None), "DATE"
    sign = 1 if way.startswith(("later", "after", "on")) else -1
    by = "published" if ago or anchor.last is None else "mention"
    if unit in ("day", "week"):
        found = base + cal.DAY * sign * amount * (7 if unit == "week" else 1)
        return found.isoformat(), cal.day(found, by), "DATE"
    if unit == "month":
        y, m = cal.shifted_month(base, sign * amount)
        return f"{y}-{m:02d}", cal.month(y, m, by), "DATE"
    y = base.year + sign * amount
    return (str(y), cal.year(y, by), "DATE") if 1 <= y <= 9999 else None


def _named_day(g: dict[str, str], anchor: Anchor) -> Resolved | None:
    if "nd" in g:
        word = re.sub(r"\s+", " ", g["nd"].lower())
        if anchor.published is None:
            return None, None, "DATE"
        found = anchor.published + cal.DAY * values("days")[word]
        if word == "overnight":
            return f"{anchor.published.isoformat()}TNI", When(found, anchor.published, "days", "published"), "TIME"
        kind = "TIME" if word in ("tonight", "last night", "this morning", "this afternoon", "this evening") else "DATE"
        tag = {
            "tonight": "TNI",
            "last night": "TNI",
            "this morning": "TMO",
            "this afternoon": "TAF",
            "this evening": "TEV",
        }.get(word, "")
        return found.isoformat() + tag, cal.day(found, "published"), kind
    if "rd" in g:
        base = anchor.last or anchor.published
        if base is None:
            return None, None, "DATE"
        sign = -1 if g["rd"].lower() in ("previous", "preceding") else 1
        found = base + cal.DAY * sign
        if "night" in g["rdu"].lower() and sign < 0:
            found = base - cal.DAY
        return found.isoformat(), cal.day(found, "mention"), "DATE"
    return None


def _calendar_unit(g: dict[str, str], anchor: Anchor) -> Resolved | None:
    """Units of the calendar: "last week", "earlier this month", "late last year", "last summer"."""
    if "uu" not in g:
        return None
    base = anchor.published
    if base is None:
        return None, None, "DATE"
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "the": 0, "next": 1, "coming": 1}[
        g["ul"].lower()
    ]
    unit, part = g["uu"].lower(), g.get("up", "").lower()
    if unit == "week":
        when = cal.week_of(base + cal.DAY * 7 * step)
        iso = (base + cal.DAY * 7 * step).isocalendar()
        return f"{iso.year}-W{iso.week:02d}", _clipped(when, base, step, part), "DATE"
    if unit == "weekend":
        saturday = cal.latest_weekday(5, base)
        return saturday.isoformat(), When(saturday - cal.DAY, saturday + cal.DAY, "days", "published"), "DATE"
    if unit == "month":
        y, m = cal.shifted_month(base, step)
        return f"{y}-{m:02d}", _clipped(cal.month(y, m, "published"), base, step, part), "DATE"
    if unit == "year":
        y = base.year + step
        if part in ("early", "mid", "late"):
            return str(y), cal.part_of_year(y, part, "published"), "DATE"
        return str(y), _clipped(cal.year(y, "published"), base, step, part), "DATE"
    first = values("seasons")[unit]
    y = base.year if first <= base.month and step == 0 else base.year + (step if step else -1)
    if step == -1:
        y = base.year if first + 2 < base.month else base.year - 1
    return f"{y}-{ {3: 'SP', 6: 'SU', 9: 'FA', 12: 'WI'}[first] }", cal.season(y, first, "published"), "DATE"


def _clipped(when: When, base: dt.date, step: int, part: str) -> When:
    """What lies in the present week, month or year and has happened ended by the day of the report."""
    if step == 0 and part != "later" and when.last is not None and when.last > base:
        return When(when.first, base, when.precision, when.derived_by)
    return when


def _whole_year(g: dict[str, str], _anchor: Anchor) -> Resolved | None:
    if "decade" in g:
        y = int(g["decade"])
        return str(y // 10), When(dt.date(y, 1, 1), dt.date(y + 9, 12, 31), "years", "text"), "DATE"
    if "y" not in g:
        return None
    y = int(g["y"])
    if "ypart" in g:
        return g["y"], cal.part_of_year(y, _part(g["ypart"])), "DATE"
    if "yseason" in g:
        return g["y"], cal.season(y, values("seasons")[g["yseason"].lower()]), "DATE"
    return g["y"], cal.year(y), "DATE"


def _duration(g: dict[str, str], _anchor: Anchor) -> Resolved | None:
    if "dun" not in g:
        return None
    amount = NUMBERS.get(g["dun"].lower()) or (int(g["dun"]) if g["dun"].isdigit() else None)
    unit = g["duu"].lower().rstrip("s")
    letter = {"day": "D", "week": "W", "month": "M", "year": "Y"}.get(unit)
    value = f"P{amount or 'X'}{letter}" if letter else f"PT{amount or 'X'}{unit[0].upper()}"
    return value, None, "DURATION"
