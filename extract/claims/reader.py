"""One article's way from text to claims: article and noise, sentences, mentions, who is who, then the grammar of each kind."""

import datetime as dt
import logging
import re
from dataclasses import dataclass, field

from extract.claims import awards as award_grammar
from extract.claims import indicators as indicator_grammar
from extract.claims import targets as target_grammar
from extract.claims.grades import Award
from extract.claims.mentions import read_mentions
from extract.claims.model import AwardClaim, Claims, IndicatorClaim, Sentence, TargetClaim
from extract.claims.segments import Segments, split
from extract.claims.sentences import sentences as cut
from extract.claims.who import Scene

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


def _award(text: str, scene: Scene, a: Award) -> AwardClaim:
    id_, code, label = scene.label(a.who, a.year)
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
        a.is_optional,
        a.start,
        a.end,
        text[a.start : a.end],
        a.rule,
        0.9,
        tuple(a.reasons),
        (),
    )


def _target(text: str, scene: Scene, t: target_grammar.Figures) -> TargetClaim:
    id_, code, label = scene.label(t.who, t.year)
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
        t.start,
        t.end,
        text[t.start : t.end],
        t.rule,
        0.9,
        tuple(t.reasons),
        (),
    )


def _indicator(text: str, scene: Scene, i: indicator_grammar.Level) -> IndicatorClaim:
    id_, code, label = scene.label(i.who, i.year)
    return IndicatorClaim(
        i.who.written,
        id_,
        code,
        label,
        i.year,
        i.indicator,
        i.value,
        i.is_optional,
        i.start,
        i.end,
        text[i.start : i.end],
        i.rule,
        0.9,
        tuple(i.reasons),
        (),
    )
