"""One article's way from text to claims: article and noise, sentences, items, then what each number and grade is, whose and of which year."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from extract.claims import awards as award_reader
from extract.claims import levels as level_reader
from extract.claims import rows as row_reader
from extract.claims import targets as target_reader
from extract.claims.awards import Award
from extract.claims.checks import SURE_ENOUGH, doubted, doubts_of_award, doubts_of_figures, doubts_of_place
from extract.claims.document import MOST, Document, Item, Line, is_job_number, is_percent
from extract.claims.figures import arithmetic
from extract.claims.levels import Level
from extract.claims.model import AwardClaim, Claims, IndicatorClaim, Span, TargetClaim
from extract.claims.rows import Row
from extract.claims.scorer import CLASSES, Scorer, scorer
from extract.claims.series import Told, read_series, settle
from extract.claims.targets import ACTUAL, LEVEL, RATE, TARGET, Figure, Seen, after_the_last, best
from extract.claims.who import Who

Claim = TypeVar("Claim", AwardClaim, TargetClaim, IndicatorClaim)

#: an article without one of these says nothing that is read here
_ABOUT_JOBS = ("일자리", "고용률", "실업률", "공시제")


@dataclass(slots=True)
class Reading:
    """Everything that was seen on the way, for tools that explain; `document` is None where the text is not about jobs."""

    text: str
    document: Document | None
    claims: Claims


#: parts of a claim that stand further off than this are no part of its evidence
_NEAR = 160
#: from the first paragraph, which tells a target, to the fifth, which tells the result, is as far as the numbers of a row stand apart
_FURTHEST = 4


def read(text: str, published: dt.date | None, title: str | None, weights: Scorer | None = None) -> Reading:
    """Reads one article. `published` is its day in Korea; None where nobody says it. Other weights than the committed ones are for tests."""
    if not any(word in text for word in _ABOUT_JOBS):
        return Reading(text, None, Claims())
    document = prepare(text, published, title)
    return Reading(text, document, claims_of(document, weights or scorer()))


def claims_of(document: Document, weights: Scorer) -> Claims:
    """The claims of a prepared document."""
    rows, levels = read_numbers(document, weights)
    awards = award_reader.read_awards(document, weights)
    return Claims(
        _in_text(document, [_award(document, a) for a in awards]),
        _in_text(document, [x for x in (_target(document, r) for r in rows) if _is_told_together(x)]),
        _in_text(document, [_level(document, x) for x in levels]),
    )


def prepare(text: str, published: dt.date | None, title: str | None) -> Document:
    """The document with the arithmetic of its numbers, and those that are told in one breath."""
    document = Document(text, published, title)
    document.proofs, document.triples = arithmetic(document)
    document.series, document.cells = read_series(document)
    document.told_with = {x.start: members for members in document.series for x in members}
    return document


def read_numbers(document: Document, weights: Scorer) -> tuple[list[Row], list[Level]]:
    """The job targets and the levels."""
    figures, levels, seen = read_figures(document, weights)
    told = settle(document, seen)
    if told:
        figures, levels, seen = read_figures(document, weights, told)
    return row_reader.read_targets(document, weights, figures, seen), levels


def read_figures(
    document: Document, weights: Scorer, told: Mapping[int, Told] = MappingProxyType({})
) -> tuple[list[Figure], list[Level], list[Seen]]:
    """The numbers of job targets, the levels, and how sure each number is to be what, in order of the text: what a number is depends on the one before.

    `told`: what numbers are by those beside them (`series.settle`), by their start.
    """
    figures: list[Figure] = []
    levels: list[Level] = []
    seen: list[Seen] = []
    last: tuple[Line, Item, str] | None = None
    refused: set[float] = set()  # the percentages that the body tells as no levels
    n = 0
    for line in document.lines:
        for item in line.items:
            if n == MOST:
                break
            if is_percent(item):
                decision, features = "percent", level_reader.percent_features(document, line, item)
                level_before = (levels[-1].line, levels[-1].item) if levels else None
                features += level_reader.after_the_level(document, level_before, line, item)
            elif is_job_number(item):
                decision, features = "number", target_reader.number_features(document, line, item)
            else:
                continue
            n += 1
            features += target_reader.after_the_figure((figures[-1].line, figures[-1].role) if figures else None, line)
            weights.about(item.start)
            p = weights.classify(decision, after_the_last(features, last, line, item))
            role, sure = told.get(item.start) or (CLASSES[decision][best(p)], max(p))
            if role in (TARGET, ACTUAL, RATE) and target_reader.is_of_another(document, line, item):
                role = "none"
            last = (line, item, role)
            before = next((f for f in reversed(figures) if f.who is not None), None)
            seen.append(Seen(line, item, dict(zip(CLASSES[decision], p, strict=True)), before))
            if role in (TARGET, ACTUAL, RATE):
                figures.append(target_reader.describe(document, weights, line, item, role, sure, before))
            elif role == LEVEL:
                level = level_reader.read_level(document, weights, line, item, sure, levels)
                if level is not None:
                    levels.append(level)
            elif decision == "percent" and not line.is_title:
                refused.add(item.value.value)
    levels = level_reader.without_aims(levels, refused)
    level_reader.settle_changes(document, levels)
    return figures, level_reader.without_repeats(level_reader.shared(document, levels)), seen


# -- claims --------------------------------------------------------------------------------------------------------------------


def _hull(text: str, parts: list[Span]) -> tuple[int, int, str]:
    """The evidence: the shortest run from the first to the last part of a claim."""
    first, last = min(p.start for p in parts), max(p.end for p in parts)
    return first, last, text[first:last]


def _in_text(document: Document, claims: list[Claim]) -> tuple[Claim, ...]:
    """Claims by their places in the article's own text, without those that only the title above it bears out."""
    by = document.above
    return tuple(
        claim._replace(
            evidence_start=claim.evidence_start - by,
            evidence_end=claim.evidence_end - by,
            parts=tuple(Span(p.start - by, p.end - by) for p in claim.parts),
        )
        if by
        else claim
        for claim in claims
        if claim.evidence_start >= by
    )


def _near(text: str, what: list[Span], who: Who, when: Span | None) -> list[Span]:
    """The parts of a claim that stand near its value, in its own paragraph: who, when, what, in that order."""
    first, last = min(w.start for w in what), max(w.end for w in what)

    def is_near(part: Span) -> bool:
        low, high = min(part.start, first), max(part.end, last)
        return part.end > part.start >= 0 and first - low <= _NEAR >= high - last and "\n" not in text[low:high]

    parts: list[Span] = []
    named = Span(who.start, who.end)
    if not who.is_carried and is_near(named):
        parts.append(named)
    if when is not None and is_near(when):
        parts.append(when)
    return parts + what


def _told_together(row: Row) -> list[Span]:
    """Where the numbers of a row stand: each once, in the body before the title, those nearest to each other."""
    held = [f for f in row.figures if f.value in row.values]
    body = [f for f in held if not f.line.is_title] or held
    anchor = body[0].item.start
    nearest: dict[str, Figure] = {}
    for figure in sorted(held, key=lambda f: (f.line.is_title, abs(f.item.start - anchor))):
        nearest.setdefault(figure.role, figure)
    return sorted(Span(f.item.start, f.item.end) for f in nearest.values())


def _told_with_its_money(a: Award) -> list[Span]:
    """Where the grade stands and, behind it, its money: of the places that tell the grade the award's own, or the one next to the money if that is far."""
    if a.paid is None:
        return [Span(a.item.start, a.item.end)]
    paid = a.paid

    def distance_of(item: Item) -> int:
        return max(paid.start - item.end, item.start - paid.end)

    item = a.item
    if distance_of(item) > _NEAR:
        item = min((x for _, x in a.told if x.value == a.grade), key=distance_of, default=item)
    return [Span(item.start, item.end), paid]


def _award(document: Document, a: Award) -> AwardClaim:
    id_, code, label = document.scene.label(a.who, a.year)
    what = _told_with_its_money(a)
    parts = _near(document.text, what, a.who, a.when)
    start, end, evidence = _hull(document.text, parts)
    doubts = [
        *(["subject carried from before"] if a.who.is_carried else []),
        *doubts_of_place(a.who, a.year),
        *doubts_of_award(a.year, document.day, a.programme != "other"),
    ]
    confidence = doubted(a.confidence, doubts)
    return AwardClaim(
        a.who.written, id_, code, label, a.programme, a.year, a.section, a.grade, a.incentive_krw, confidence < SURE_ENOUGH,
        start, end, evidence, "award", confidence, tuple(doubts), tuple(parts),
    )  # fmt: skip


def _target(document: Document, row: Row) -> TargetClaim:
    year, period_end = row.year if isinstance(row.year, tuple) else (row.year, None)
    id_, code, label = document.scene.label(row.who, year)
    parts = _near(document.text, _told_together(row), row.who, None)
    start, end, evidence = _hull(document.text, parts)
    doubts = [
        *row.reasons,
        *(["subject carried from before"] if row.who.is_carried else []),
        *doubts_of_place(row.who, year),
        *doubts_of_figures(row.target, row.actual, row.pct),
    ]
    confidence = doubted(row.confidence, doubts)
    return TargetClaim(
        row.who.written, id_, code, label, year, period_end, row.scope, row.target, row.actual, row.pct,
        row.is_optional or confidence < SURE_ENOUGH, start, end, evidence, "target", confidence, tuple(doubts), tuple(parts),
    )  # fmt: skip


def _is_told_together(target: TargetClaim) -> bool:
    return target.evidence_text.count("\n\n") <= _FURTHEST


def _level(document: Document, x: Level) -> IndicatorClaim:
    id_, code, label = document.scene.label(x.who, x.year)
    parts = _near(document.text, [Span(x.item.start, x.item.end)], x.who, x.when)
    start, end, evidence = _hull(document.text, parts)
    doubts = [*(["subject carried from before"] if x.who.is_carried else []), *doubts_of_place(x.who, x.year)]
    confidence = doubted(x.confidence, doubts)
    return IndicatorClaim(
        x.who.written, id_, code, label, x.year, x.indicator, x.value, confidence < SURE_ENOUGH, start, end, evidence, "level",
        confidence, tuple(doubts), tuple(parts),
    )  # fmt: skip
