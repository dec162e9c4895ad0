"""The plain data of claim reading: spans, mentions, sentences, claims. Offsets count characters of the article's text."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A run of the text: `text[start:end]`."""

    start: int
    end: int


class Mention(NamedTuple):
    """One thing that the text names. `kind` is one of the constants in `lexicon`, `value` its reading (see each reader)."""

    kind: str
    start: int
    end: int
    value: Any


@dataclass(slots=True)
class Sentence:
    """One sentence of the article with its mentions in order of `start`. `paragraph` numbers the lines it came from."""

    start: int
    end: int
    paragraph: int
    is_title: bool = False
    is_list: bool = False  # a line of a list or table, no sentence
    mentions: list[Mention] = field(default_factory=list)


class AwardClaim(NamedTuple):
    """One award that the article says a municipality won; fields as in `extract.tables.AWARD_CLAIMS`."""

    municipality_written: str
    municipality_id: str
    municipality_code: str
    municipality: str
    programme: str
    award_year: int | None
    category: str
    grade: str
    incentive_krw: int | None
    is_optional: bool
    evidence_start: int
    evidence_end: int
    evidence_text: str
    rule: str
    confidence: float
    reasons: tuple[str, ...]
    parts: tuple[Span, ...]


class TargetClaim(NamedTuple):
    """One target or result in jobs of a municipality; fields as in `extract.tables.TARGET_CLAIMS`."""

    municipality_written: str
    municipality_id: str
    municipality_code: str
    municipality: str
    year: int | None
    period_end: int | None
    scope: str
    target_jobs: int | None
    actual_jobs: int | None
    achievement_pct_reported: float | None
    is_optional: bool
    evidence_start: int
    evidence_end: int
    evidence_text: str
    rule: str
    confidence: float
    reasons: tuple[str, ...]
    parts: tuple[Span, ...]


class IndicatorClaim(NamedTuple):
    """One level in % of a municipality's labour market; fields as in `extract.tables.INDICATOR_CLAIMS`."""

    municipality_written: str
    municipality_id: str
    municipality_code: str
    municipality: str
    year: int | None
    indicator: str
    value_pct: float
    is_optional: bool
    evidence_start: int
    evidence_end: int
    evidence_text: str
    rule: str
    confidence: float
    reasons: tuple[str, ...]
    parts: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """All that one article claims. `parts` of a claim are the spans of who, when and what, in that order, where the text says them."""

    awards: tuple[AwardClaim, ...] = ()
    targets: tuple[TargetClaim, ...] = ()
    indicators: tuple[IndicatorClaim, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.awards or self.targets or self.indicators)
