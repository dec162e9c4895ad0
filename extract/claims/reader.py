"""One article's way from text to claims: article and noise, sentences, mentions, who is who, then the grammar of each kind."""

import datetime as dt
import logging
import re
from dataclasses import dataclass, field

from extract.claims import awards as award_grammar
from extract.claims import indicators as indicator_grammar
from extract.claims import targets as target_grammar
from extract.claims.checks import confidence, doubts_of_award, doubts_of_figures, doubts_of_place
from extract.claims.grades import Award
from extract.claims.indicators import Level
from extract.claims.mentions import read_mentions
from extract.claims.model import AwardClaim, Claims, IndicatorClaim, Sentence, Span, TargetClaim
from extract.claims.segments import Segments, split
from extract.claims.sentences import sentences as cut
from extract.claims.targets import Figures
from extract.claims.who import Scene, Who

log = logging.getLogger(__name__)

#: an article without one of these says nothing that is read here
_ABOUT_JOBS = ("일자리", "고용률", "실업률", "공시제")


@dataclass(slots=True)
class Reading:
    """Everything that was seen on the way, for tools that explain: the claims are in `claims`."""

    text: str
    segments: Segments = field(default_factory=Segments)
    sentences: list[Sentence] = field(default_factory=list)
    scene: Scene | None = None
    claims: Claims = field(default_factory=Claims)
    notes: list[str] = field(default_factory=list)


#: parts of a claim that stand further off than this are no part of its evidence
_NEAR = 160
_PRINTED = re.compile(r"((?:19|20)[0-9]{2})\s?[-./년]\s?([0-9]{1,2})\s?[-./월]\s?([0-9]{1,2})")


def printed_date(text: str, segments: Segments) -> dt.date | None:
    """The publication date that stands below the title; a date above it is the day on which the page was fetched."""
    top = segments.titles[0].start if segments.titles else (segments.body[0].start if segments.body else 0)
    for span in segments.hints:
        if span.start < top:
            continue
        m = _PRINTED.search(text, span.start, span.end)
        if m:
            try:
                return dt.date(int(m.group(1)), int(m.group(2)), int(m.group(3)))
            except ValueError:
                continue
    return None


def read(text: str, published: dt.date | None, title: str | None) -> Reading:
    """Reads one article. `published` is its day in Korea; None where nobody says it."""
    reading = Reading(text)
    if not any(word in text for word in _ABOUT_JOBS):
        return reading
    segments = reading.segments = split(text, title)
    if not segments.body and not segments.titles:
        return reading
    day = published or printed_date(text, segments)
    found = reading.sentences = cut(text, segments.titles, segments.body)
    for sentence in found:
        read_mentions(text, sentence, day)
    scene = reading.scene = Scene(text, found, segments.hints, title if not segments.titles else None, day)
    awards = award_grammar.read_awards(text, found, scene)
    targets = target_grammar.read_targets(text, found, scene)
    levels = indicator_grammar.read_indicators(text, found, scene)
    reading.claims = Claims(
        tuple(_award(text, scene, a) for a in awards),
        tuple(_target(text, scene, t) for t in targets),
        tuple(_indicator(text, scene, i) for i in levels),
    )
    return reading


def _hull(text: str, parts: list[Span], start: int, end: int) -> tuple[int, int, str]:
    """The evidence: the shortest run from the first to the last part of a claim."""
    first, last = min([start, *(p.start for p in parts)]), max([end, *(p.end for p in parts)])
    return first, last, text[first:last]


def _named(who: Who, start: int, end: int) -> list[Span]:
    """Where the text names the municipality, if that is in or right before the claim's own run."""
    return (
        [Span(who.start, who.end)]
        if who.start >= 0 and who.end > who.start and abs(start - who.end) <= _NEAR and who.start < end
        else []
    )


def _award(text: str, scene: Scene, a: Award) -> AwardClaim:
    id_, code, label = scene.label(a.who, a.year)
    who = [] if a.who.is_carried else _named(a.who, a.start, a.end)
    paid = [Span(*a.paid)] if a.paid and 0 <= a.paid[0] - a.end <= _NEAR else []
    parts = [*who, *([a.when] if a.when else []), *([a.what] if a.what else []), *paid]
    start, end, evidence = _hull(
        text, [p for p in parts if p is not a.when or abs(p.start - a.start) <= _NEAR], a.start, a.end
    )
    doubts = [
        *a.reasons,
        *doubts_of_place(a.who, a.year),
        *doubts_of_award(a.year, scene.published, a.programme != "other"),
    ]
    optional = a.is_optional or "a year before the award began" in doubts or "a year still to come" in doubts
    return AwardClaim(
        a.who.written,
        id_,
        code,
        label,
        a.programme,
        a.year,
        a.category,
        a.grade,
        a.incentive_krw,
        optional,
        start,
        end,
        evidence,
        a.rule,
        confidence(doubts),
        tuple(doubts),
        tuple(parts),
    )


def _target(text: str, scene: Scene, t: Figures) -> TargetClaim:
    id_, code, label = scene.label(t.who, t.year)
    who = [] if t.who.is_carried else _named(t.who, t.start, t.end)
    when = [t.when] if t.when and abs(t.when.start - t.start) <= _NEAR else []
    parts = [*who, *when, *t.what]
    start, end, evidence = _hull(text, [*who, *when], t.start, t.end)
    carried = ["subject carried from before"] if t.who.is_carried else []
    doubts = [*t.reasons, *carried, *doubts_of_place(t.who, t.year), *doubts_of_figures(t.target, t.actual, t.pct)]
    return TargetClaim(
        t.who.written,
        id_,
        code,
        label,
        t.year,
        t.period_end,
        t.scope,
        t.target,
        t.actual,
        t.pct,
        t.is_optional,
        start,
        end,
        evidence,
        t.rule,
        confidence(doubts),
        tuple(doubts),
        tuple(parts),
    )


def _indicator(text: str, scene: Scene, i: Level) -> IndicatorClaim:
    id_, code, label = scene.label(i.who, i.year)
    who = [] if i.who.is_carried else _named(i.who, i.start, i.end)
    when = [i.when] if i.when and abs(i.when.start - i.start) <= _NEAR else []
    parts = [*who, *when, *([i.what] if i.what else [])]
    start, end, evidence = _hull(text, parts, i.start, i.end)
    doubts = [*i.reasons, *doubts_of_place(i.who, i.year)]
    return IndicatorClaim(
        i.who.written,
        id_,
        code,
        label,
        i.year,
        i.indicator,
        i.value,
        i.is_optional,
        start,
        end,
        evidence,
        i.rule,
        confidence(doubts),
        tuple(doubts),
        tuple(parts),
    )
