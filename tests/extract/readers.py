"""Claim readers for the tests of the way in: what they claim is in the text, what they mean is nothing."""

from dataclasses import dataclass
from types import SimpleNamespace


@dataclass(frozen=True)
class Award:
    evidence_start: int
    evidence_end: int
    evidence_text: str
    award_year: int | None
    municipality_written: str = "가람시"
    municipality_id: str | None = None
    municipality_code: str | None = None
    municipality: str | None = None
    programme: str = "other"
    category: str = "unspecified"
    grade: str = "unspecified"
    incentive_krw: int | None = None
    is_optional: bool = False
    rule: str = "test"
    confidence: float = 0.5
    reasons: tuple[str, ...] = ()


def first_word(text: str, published=None, title=None, url=None) -> SimpleNamespace:
    """Claims the first word of every article, in the year of its publication."""
    if "고장" in text:
        raise ValueError(f"cannot read {title}")
    end = text.index(",")
    award = Award(0, end, text[:end], published.year if published else None)
    return SimpleNamespace(awards=(award, award), targets=(), indicators=())


def wrong_evidence(text: str, published=None, title=None, url=None) -> SimpleNamespace:
    return SimpleNamespace(awards=(Award(0, 3, "없는말", None),), targets=(), indicators=())
