"""What a page becomes: articles, or the reason why it is none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Article:
    """One article as its page says it, without what stands around it: title, body, publication time."""

    title: str | None
    body: str
    published_at: datetime | None = None  # with time zone
    published_precision: str | None = None  # minute | day
    own_url: str | None = None  # the address that the page itself gives
    part: str | None = None  # where in a file of several articles: an id, or the line
    byline_region: str | None = None  # 전북 of "[전북=뉴스X]"; the body keeps its dateline as printed
    part_is_lasting: bool = False  # whether `part` still means the same article when the file is edited

    @property
    def has_lasting_address(self) -> bool:
        """Whether other content at the same address is a new version of this article, not another article."""
        return self.own_url is not None or self.part is None or self.part_is_lasting

    @property
    def text(self) -> str:
        """The one text that claims are read from: title line, blank line, body (see `article_text`)."""
        return article_text(self.title, self.body)


@dataclass(frozen=True)
class Reject:
    """A page, or one part of it, that could not be read."""

    reason: str
    detail: str
    part: str | None = None


@dataclass
class Reading:
    """All that one page gave. `warnings` counts what was seen and not understood, by a short code."""

    articles: list[Article] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    warnings: dict[str, int] = field(default_factory=dict)
    next_part: str | None = None  # where an article in parts goes on (see `extract.reading.parts`)
    previous_part: str | None = None  # the page is a later part: its text is no article without the parts before

    def warn(self, code: str) -> None:
        self.warnings[code] = self.warnings.get(code, 0) + 1


class Unreadable(Exception):
    """A page that is no article. `reason` is the short code that `raw.rejects` shows."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def article_text(title: str | None, body: str) -> str:
    """Title line, blank line, body; the body alone where one of its lines is the title (text dumps, records)."""
    if not title or any(_same(line, title) for line in body.split("\n")):
        return body
    return f"{title}\n\n{body}"


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


#: "[전북=뉴스X]", "(청주=뉴스X)", "【솔뫼=뉴스X】": region and paper in brackets, at the beginning of a line.
_DATELINE = re.compile(
    r"^\s*[\[(【〔<]\s*(?P<region>(?!사진|자료|출처|제공|그래픽|이미지|편집|글)[가-힣]{1,8}(?:[·ㆍ,/]\s?[가-힣]{1,8}){0,2})"
    r"\s*=\s*[^\])】〕>]{1,30}[\])】〕>]"
)
#: "완주=편집부", "/칠곡=편집부", "포항/편집부", as a line of its own.
_WRITER_OF_REGION = re.compile(
    r"^/?(?P<region>[가-힣]{2,8})\s?[=/]\s?(?:편집부|[가-힣]{2,4}\s?(?:기자|특파원))(?:\s|$)"
)


def byline_region(lines: Iterable[str]) -> str | None:
    """The region that an article's dateline names; None where it has none."""
    found = (_DATELINE.match(line) or _WRITER_OF_REGION.match(line) for line in lines)
    return next((match["region"] for match in found if match), None)
