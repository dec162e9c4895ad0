"""Cuts the lines of an article into sentences."""

import re

from extract.claims.model import Sentence, Span

#: a full stop ends a sentence after Hangul, a closing bracket or quote, when white space, the end or a new Hangul word follows;
#: '2020. 01. 07' and '3.5%' have a digit before it
_END = re.compile(r"(?<=[가-힣)\]”’\"'%」』])[.!?]+[”\"’'」』)]*(?=\s|$|[가-힣△▲▶■□○◇])(?!\s?[0-9]{1,2}\.)")


def sentences(text: str, titles: list[Span], body: list[Span]) -> list[Sentence]:
    """The sentences of the title lines, then of the body, in order; `paragraph` counts the lines, titles first."""
    found = []
    for paragraph, (span, is_title) in enumerate([(s, True) for s in titles] + [(s, False) for s in body]):
        start = span.start
        for end in _END.finditer(text, span.start, span.end):
            if end.end() - start > 1:
                found.append(Sentence(start, end.end(), paragraph, is_title))
            start = end.end()
            while start < span.end and text[start].isspace():
                start += 1
        if start < span.end:
            found.append(Sentence(start, span.end, paragraph, is_title))
    return found
