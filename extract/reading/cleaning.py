"""What of the lines around an article's text is its own. The same for pages and for text dumps of pages.

A line of a page knows whether it is a link; a line of a dump does not, and is judged by its look alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.reading.dates import is_dateline
from extract.reading.lines import (
    first_sentence,
    is_attachment,
    is_button,
    is_byline,
    is_call_for_tips,
    is_caption,
    is_end,
    is_footer,
    is_label,
    is_menu,
    is_picture_note,
    is_related,
    is_section,
    is_sentence,
    is_weather,
)

if TYPE_CHECKING:
    from extract.reading.markup import Element

#: An item of a list of headlines in a text dump.
_ITEM = re.compile(r"^(?:[·•ㆍ▶▷◇○◦☞→-]|\d{1,2}[.)위]?\s)\s?\S")
_SENTENCE_END = re.compile(r"[.!?][\"”’'」』)\]]*$")
_UNFINISHED = re.compile(r"(?:…|\.\.\.)\s*$")
#: A paragraph of this length that comes again is the body printed again; shorter ones may be meant.
_ONCE_FROM = 25
#: A line of this length that ends in the middle of a sentence was cut to a width.
_LONGEST_LABEL = 15


@dataclass
class Line:
    """One line of a page. `gap`: a blank line stands before it; `holder`: the nearest block around, None in a dump."""

    text: str
    links: int  # how many of its letters are links
    holder: "Element | None"
    gap: bool

    @property
    def is_link(self) -> bool:
        return self.links > 0.6 * len(self.text.replace(" ", ""))


def joined(lines: Iterable[Line]) -> str:
    """The lines as text, paragraphs apart by a blank line."""
    return "".join(("\n\n" if line.gap else "\n") + line.text for line in lines).strip("\n")


def tidy(text: str) -> str:
    """Lines without outer spaces, paragraphs apart by one blank line."""
    text = "\n".join(re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def has_body(lines: Sequence[str]) -> bool:
    """Whether lines hold running text: a sentence, or at least a paragraph's worth of letters in one line."""
    return any(is_sentence(line) or (len(line) >= 60 and not is_menu(line) and not is_weather(line)) for line in lines)


def once(text: str) -> str:
    """A text without the paragraphs that it has already had: some pages print a body twice."""
    seen: set[str] = set()
    kept = []
    for line in text.split("\n"):
        flat = "".join(line.split())
        if len(flat) >= _ONCE_FROM and flat in seen:
            continue
        seen.add(flat)
        kept.append(line)
    return tidy("\n".join(kept))


def lines_of_text(text: str) -> list[Line]:
    """The lines of a text without markup. Items below a label of related headlines count as links."""
    lines: list[Line] = []
    gap, below_label = True, False
    for each in text.split("\n"):
        if not (stripped := each.strip()):
            gap = True
            continue
        below_label = is_label(stripped) or (below_label and bool(_ITEM.match(stripped)) and not is_sentence(stripped))
        links = len(stripped) if below_label and not is_label(stripped) else 0
        lines.append(Line(stripped, links, None, gap))
        gap = False
    return lines


def paragraphs_apart(lines: list[Line]) -> list[Line]:
    """Lines that end like paragraphs, in a text that knows only line ends: each is a paragraph of its own.

    Where lines end in the middle of sentences, they were cut to a width, and stay as they are.
    """
    text = lines[first_sentence([line.text for line in lines]) :]
    inner = [(one, other) for one, other in pairwise(text) if not other.gap]
    if not inner or any(other.gap for other in text[1:] if is_sentence(other.text)):
        return lines
    if any(len(one.text) >= _LONGEST_LABEL and not _SENTENCE_END.search(one.text) for one, _ in inner):
        return lines
    return [replace(line, gap=True) for line in lines]


def head_and_body(lines: list[Line], title: str | None, deep: int = 12) -> tuple[list[str], list[Line]]:
    """The lines of an element as what stands between headline and text (date, byline, buttons), and the article.

    The headline is looked for in the first `deep` lines; what is above it is neither.
    """
    texts = [line.text for line in lines]
    title_at = _place_of(title, texts[:deep])
    if title_at is not None:
        lines, texts = lines[title_at + 1 :], texts[title_at + 1 :]
    body_at = first_sentence(texts)
    while body_at < len(lines) and (lines[body_at].is_link or is_caption(texts[body_at])):
        body_at = first_sentence(texts, body_at + 1)
    head = [line for line in lines[:body_at] if not _is_beside_headline(line)]
    return texts[:body_at], paragraphs_apart(_without_what_follows(head + lines[body_at:], len(head)))


def _is_beside_headline(line: Line) -> bool:
    text = line.text
    return (
        line.is_link
        or not any(char.isalpha() for char in text)
        or is_dateline(text)
        or is_menu(text)
        or is_section(text)
        or is_end(text)
        or is_attachment(text)
        or is_weather(text)
        or is_footer(text)
        or is_noise(text)
    )


def is_noise(text: str) -> bool:
    """A line inside an article that is no part of its text."""
    return is_caption(text) or is_picture_note(text) or is_byline(text) or is_button(text)


def _without_what_follows(lines: list[Line], body_at: int) -> list[Line]:
    """Up to the first mark of an end below the first sentence; links between paragraphs and their label go."""
    kept: list[Line] = []
    after_link = is_signed = False
    for at, line in enumerate(lines):
        text = line.text
        if line.is_link and is_related(text) and _goes_on(kept, lines[at + 1 :]):
            continue
        if at > body_at and is_end(text):
            # Related headlines between paragraphs have a label too; below the writer's name nothing comes back.
            if is_label(text) and not is_signed and at + 1 < len(lines) and lines[at + 1].is_link:
                continue
            break
        if line.is_link or (after_link and (_UNFINISHED.search(text) or is_dateline(text))):
            after_link = True
            continue
        after_link = False
        is_signed = is_signed or (at > body_at and is_byline(text))
        if not is_noise(text) and not (at > body_at and (is_dateline(text) or is_attachment(text) or is_footer(text))):
            kept.append(line)
    while kept and len(kept) > body_at and _hangs(kept[-1].text):
        kept.pop()
    return kept


def _goes_on(kept: list[Line], below: list[Line]) -> bool:
    """Whether running text goes on beside the last that was kept: in the same element, or in a next one like it."""
    last = next((line.holder for line in reversed(kept) if is_sentence(line.text)), None)
    text = next((line.holder for line in below if is_sentence(line.text) and not line.is_link), None)
    if last is None or text is None:
        return False
    return text is last or (text.tag == last.tag and text.getparent() is last.getparent())


def _hangs(text: str) -> bool:
    """A heading of something that was taken out, buttons, tags, a call for tips: a last line that tells nothing."""
    return is_call_for_tips(text) or (
        not is_sentence(text) and (is_section(text) or is_menu(text) or text.endswith((":", "：")))
    )


def _place_of(title: str | None, texts: list[str]) -> int | None:
    if not title:
        return None
    squeezed = "".join(title.split())
    return next((at for at, text in enumerate(texts) if "".join(text.split()) == squeezed), None)
