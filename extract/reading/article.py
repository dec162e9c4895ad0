"""What a page becomes: articles, or the reason why it is none."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Article:
    """One article as its page says it, cleaned but not cut: what later steps call title, body and published."""

    title: str | None
    body: str
    published_at: datetime | None = None  # with time zone
    published_precision: str | None = None  # minute | day
    own_url: str | None = None  # the address that the page itself gives
    part: str | None = None  # where in a file of several articles: an id, or the line
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
