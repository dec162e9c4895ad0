"""A signature of an article's text, by which the copies of one press release are found without comparing bodies.

A copy has another headline, is cut at the end, has its paragraphs in another order, a byline or advertisements put
between, some words changed, or is printed twice. What survives all of this are short runs of letters ("shingles"): a
copy shares most of them, whichever their order, and two articles that two people wrote on one award share few.

MinHash (Broder 1997) estimates that share from 128 numbers: the share of equal places in two signatures is the
Jaccard similarity of the two sets of runs, with a standard error of at most 0.044. With the sizes of both sets the
similarity also tells the containment, which stays high where a copy was cut. Of each number the low 16 bits are kept
(Li and König 2010: b-bit minwise hashing): two that differ meet by chance once in 65,536.
"""

import hashlib
import re
from dataclasses import dataclass

import rensa

from extract.reading.lines import is_end, is_footer, is_sentence

#: Bumped with every change of what a signature is made of: all articles are then signed anew. A test holds the
#: signatures of some texts, so that neither a change here nor a new version of the library passes unseen.
SIGNATURE_VERSION = "1"

#: Letters in a run: chosen by `python -m ops.bench_voices`.
SHINGLE_LETTERS = 6
PLACES = 128
_SEED = 20101
#: Sentences are taken for the whole article where they have this many letters, or fewer and half of all letters:
#: some advertisements in sentences around a script without any would otherwise be all that is signed.
_LETTERS_OF_AN_ARTICLE = 300
_LETTERS_OF_A_BRIEF = 100

_NO_LETTER = re.compile(r"[^가-힣a-z0-9]+")
#: A point of a press release that is written as an outline; menus have such marks too, but are shorter.
_POINT = re.compile(r"^[□○◦ㅇ❍❏■●▲△◆◇※–-]\s?\S.{13}")


@dataclass(frozen=True)
class Signature:
    """What is kept of a text: the hash of its letters, how many different runs they have, and their MinHash."""

    text_key: str
    n_shingles: int
    minhash: list[int]  # PLACES numbers of 16 bits


def signature(body: str | None) -> Signature | None:
    """The signature of an article's body; None where it has no letters. The same on every machine."""
    letters = running_letters(body or "")
    if not letters:
        return None
    shingles = {letters[at : at + SHINGLE_LETTERS] for at in range(max(1, len(letters) - SHINGLE_LETTERS + 1))}
    minhash = rensa.RMinHash(num_perm=PLACES, seed=_SEED)
    minhash.update(sorted(shingles))
    return Signature(
        text_key=hashlib.sha256(letters.encode()).hexdigest()[:32],
        n_shingles=len(shingles),
        minhash=[number & 0xFFFF for number in minhash.digest()],
    )


def running_letters(body: str) -> str:
    """Letters and digits of the sentences of a body, without what the paper puts around and between them.

    Menus, rankings and an imprint are the same under every article of a paper: two articles of one paper would pass
    for copies by them. Where a body is a list without sentences, all of it counts.
    """
    lines = [line.strip() for line in body.splitlines()]
    running = _letters(" ".join(filter(_is_running, lines)))
    if len(running) >= _LETTERS_OF_AN_ARTICLE:
        return running
    whole = _letters(" ".join(lines))
    return running if len(running) >= max(_LETTERS_OF_A_BRIEF, len(whole) / 2) else whole


def _is_running(line: str) -> bool:
    return (is_sentence(line) or _POINT.match(line) is not None) and not is_end(line) and not is_footer(line)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())
