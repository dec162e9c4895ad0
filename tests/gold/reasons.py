"""Why a row of an article is wrong: in what a missed row and the one read in its place differ, or that there is none in its place."""

from typing import NamedTuple

from tests.gold.scoring import KINDS, ArticleScore, Row

#: the fields of a kind, each with the word for it; those of one word go together
_FIELDS = {
    "awards": {
        "municipality": "whose",
        "programme": "which award",
        "award_year": "year",
        "category": "section",
        "grade": "grade",
    },
    "targets": {
        "municipality": "whose",
        "year": "year",
        "period_end": "year",
        "scope": "whole or part",
        "target": "numbers",
        "actual": "numbers",
        "pct": "numbers",
    },
    "indicators": {"municipality": "whose", "year": "year", "indicator": "which level", "value": "number"},
}
#: of so many words two rows may differ and still be one row read wrongly
_MOST = 2
UNSURE, UNREAD, UNSAID = "read, not sure enough", "not read", "nothing there"


class Mistake(NamedTuple):
    """One mistake: of a missed row, of a wrong one, or of both where the one was read in place of the other."""

    kind: str
    reason: str
    missed: Row | None
    wrong: Row | None


def mistakes(score: ArticleScore) -> list[Mistake]:
    """The mistakes of an article, each missed and each wrong row once: those that have most in common are one mistake."""
    found = []
    for kind in KINDS:
        missed, wrong = score.missed[kind], score.wrong[kind]
        pairs = sorted(
            ((differs(kind, m, w), i, j) for i, m in enumerate(missed) for j, w in enumerate(wrong)),
            key=lambda pair: (len(pair[0]), pair[1:]),
        )
        paired: dict[int, int] = {}
        for words, i, j in pairs:
            if len(words) <= _MOST and i not in paired and j not in paired.values():
                paired[i] = j
                found.append(Mistake(kind, ", ".join(words), missed[i], wrong[j]))
        found += [
            Mistake(kind, UNSURE if row in score.unsure[kind] else UNREAD, row, None)
            for i, row in enumerate(missed)
            if i not in paired
        ]
        found += [Mistake(kind, UNSAID, None, row) for j, row in enumerate(wrong) if j not in paired.values()]
    return found


def differs(kind: str, labelled: Row, read: Row) -> list[str]:
    """The words for what two rows differ in, in the order of the fields; what the label leaves open, and how a part is called, is no difference."""
    words = []
    for field, word in _FIELDS[kind].items():
        mine, theirs = labelled.get(field), read.get(field)
        if field == "scope":
            mine, theirs = mine == "total", theirs == "total"
        is_open = mine == "unspecified" or (mine is None and word == "year")
        if mine != theirs and not is_open and word not in words:
            words.append(word)
    return words
