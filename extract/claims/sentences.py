"""Cuts the lines of an article into sentences."""

import re

from extract.claims.model import Sentence, Span

#: a full stop ends a sentence after Hangul, a closing bracket or quote, when white space, the end or a new Hangul word follows;
#: '2020. 01. 07' and '3.5%' have a digit before it
_END = re.compile(r"(?<=[가-힣)\]”’\"'%」』])[.!?]+[”\"’'」』)]*(?=\s|$|[가-힣△▲▶■□○◇])(?!\s?[0-9]{1,2}\.(?![0-9]))")

#: behind a mark inside a quoted name: '‘레벨업! 전환 지원사업’으로'
_IN_A_NAME = re.compile(r"\s[^‘“「『.!?’”」』]{1,40}[’”」』](?:[으로은는이가을를의과와]|\s)")

#: the longest sentence of the labelled articles has 340 characters
_LONGEST = 600
_QUESTION = re.compile(r"^\s*(?:Q|문|질의|질문)\s?[.:)]|^\s*[―—]\s|^\s*-\s?[가-힣][^:：]{2,40}[나까지은가요][.?]$")
_ASKS = re.compile(r"[가나까요은는지][?]\s*$")
_SENTENCE_END = re.compile(r"[다요죠까네자][.!?]?[”\"’'」』)]*\s*$|[다요죠까][.!?]|[.!?][”\"’'」』)]*\s*$")


def sentences(text: str, titles: list[Span], body: list[Span]) -> list[Sentence]:
    """The sentences of the title lines, then of the body, in order. `paragraph` counts the lines of the text; a list and the line above it
    are one paragraph."""
    found: list[Sentence] = []
    paragraph = -1
    asked = False
    for span, is_title in [(s, True) for s in titles] + [(s, False) for s in body]:
        line = text[span.start : span.end]
        is_list = not is_title and not _SENTENCE_END.search(line)
        # the lines of a list go with what stands above them, an answer with its question
        if not (is_list or asked) or not found or found[-1].is_title:
            paragraph += 1
        asked = _QUESTION.match(line) is not None or _ASKS.search(line) is not None
        for start, stop in _cut(text, span) if not is_list else [(span.start, span.end)]:
            while (
                stop - start > _LONGEST
            ):  # no writer's sentence; pieces keep the reading of it from growing with its square
                found.append(Sentence(start, start + _LONGEST, paragraph, is_title, is_list))
                start += _LONGEST
            found.append(Sentence(start, stop, paragraph, is_title, is_list))
    return found


def _cut(text: str, span: Span) -> list[tuple[int, int]]:
    """The sentences of one line: start and end of each."""
    found: list[tuple[int, int]] = []
    start = span.start
    for end in _END.finditer(text, span.start, span.end):
        if _IN_A_NAME.match(text, end.end(), span.end) and text[end.end() - 1] in "!?":
            continue
        if end.end() - start > 1:
            found.append((start, end.end()))
        start = end.end()
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        found.append((start, span.end))
    return found
