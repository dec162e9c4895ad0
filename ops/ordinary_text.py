"""Reads ordinary Korean text and lists every claim found in it: text on other topics claims nothing, so each is false.

`python -m ops.ordinary_text FOLDER` takes every .txt file below FOLDER, one sentence or paragraph a line (any corpus,
manual or law will do; none is kept in this repository), and reads its sentences in three ways:

  plain    texts of 10 to 20 sentences as they stand; the reader dismisses nearly all of them at a glance
  opened   the same texts as an article about jobs: a title, a heading and a first sentence without a claim
  figures  texts of the sentences with a percentage, a number of persons or things, a sum or a prize, opened like that

Exit code 0 where nothing is claimed, 1 otherwise.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.claims import AwardClaim, IndicatorClaim, TargetClaim, read_claims

Claim = AwardClaim | TargetClaim | IndicatorClaim

#: title, heading and first sentence; nothing in them is a claim
OPENINGS = (
    ("충북 청주시 일자리 소식", "일자리 소식", "청주시가 일자리 정책과 고용률 자료를 내놓았다."),
    ("전남 순천시, 일자리 대책 설명회 열어", "고용률을 다시 보다", "순천시는 올해 일자리 목표를 곧 공시한다."),
    ("부산 해운대구 고용률 이야기", "우리 동네 일자리", "구는 전국 지방자치단체 일자리대상에 처음 응모했다."),
)
_SENTENCE_ENDS = re.compile(r"(?<=[가-힣)\]”’\"'%」』][.!?])\s+|\n+")
_FIGURE = re.compile(r"[0-9만천백]\s?(?:%|퍼센트|명|개|자리|원)|[가-힣]상(?:[을를은이과\s,.]|$)|대상")
_HANGUL = re.compile(r"[가-힣]")
DAY = date(2024, 8, 9)


@dataclass(frozen=True)
class Text:
    """One text to read, and its sentences before it was dressed up."""

    way: str
    source: str
    text: str
    title: str | None
    n_sentences: int


def sentences(file: Path) -> list[str]:
    """The sentences of a file: lines, cut at full stops, with at least eight syllables."""
    found = _SENTENCE_ENDS.split(file.read_text(encoding="utf-8", errors="replace"))
    return [s.strip() for s in found if len(_HANGUL.findall(s)) >= 8]


def _groups(lines: list[str], chance: random.Random) -> Iterator[list[str]]:
    start = 0
    while start < len(lines):
        size = chance.randint(10, 20)
        yield lines[start : start + size]
        start += size


def _opened(lines: list[str], number: int) -> tuple[str, str]:
    title, heading, first = OPENINGS[number % len(OPENINGS)]
    return title, "\n\n".join((title, heading, first, "\n".join(lines)))


def texts(source: str, lines: list[str], chance: random.Random) -> Iterator[Text]:
    """All texts made of the sentences of one file."""
    for number, group in enumerate(_groups(lines, chance)):
        yield Text("plain", source, "\n".join(group), None, len(group))
        title, text = _opened(group, number)
        yield Text("opened", source, text, title, len(group))
    for number, group in enumerate(_groups([s for s in lines if _FIGURE.search(s)], chance)):
        title, text = _opened(group, number)
        yield Text("figures", source, text, title, len(group))


def _told(claim: Claim) -> str:
    """A claim in one line."""
    match claim:
        case AwardClaim():
            what = f"award {claim.programme} {claim.award_year} {claim.grade} {claim.incentive_krw}"
        case TargetClaim():
            what = (
                f"target {claim.year} {claim.scope} {claim.target_jobs} {claim.actual_jobs} "
                f"{claim.achievement_pct_reported}"
            )
        case _:
            what = f"level {claim.year} {claim.indicator} {claim.value_pct}"
    evidence = claim.evidence_text.replace("\n", " ⏎ ")
    return f"{claim.confidence:.2f}  {claim.municipality}  {what}\n        {evidence}"


def _around(text: str, claim: Claim) -> str:
    """The lines in which the evidence stands."""
    start = text.rfind("\n", 0, claim.evidence_start) + 1
    end = text.find("\n", claim.evidence_end)
    return text[start : end if end >= 0 else len(text)].replace("\n", " ⏎ ")[:400]


def main(arguments: list[str] | None = None) -> int:
    """Reads the folder, prints the counts and the false claims."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.ordinary_text", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="folder of .txt files, read with all folders below it")
    parser.add_argument("--seed", type=int, default=1, help="how the sentences are grouped (default 1)")
    parser.add_argument("--show", type=int, default=100, help="so many false claims are printed (default 100)")
    parser.add_argument("--lines", action="store_true", help="print the lines around the evidence as well")
    options = parser.parse_args(arguments)
    files = sorted(options.folder.rglob("*.txt"))
    if not files:
        parser.error(f"no .txt file in {options.folder}")
    chance = random.Random(options.seed)
    known: set[str] = set()
    n_texts: Counter[str] = Counter()
    n_sentences: Counter[str] = Counter()
    n_claims: Counter[str] = Counter()
    false: list[tuple[Text, Claim]] = []
    begin, n_characters = time.process_time(), 0
    for file in files:
        lines = [s for s in dict.fromkeys(sentences(file)) if s not in known]
        known.update(lines)
        for text in texts(str(file.relative_to(options.folder)), lines, chance):
            claims = read_claims(text.text, DAY, text.title)
            found: list[Claim] = [*claims.awards, *claims.targets, *claims.indicators]
            n_texts[text.way] += 1
            n_sentences[text.way] += text.n_sentences
            n_claims[text.way] += len(found)
            n_characters += len(text.text)
            false += [(text, claim) for claim in found]
    print(
        f"{len(known):,} different sentences of {len(files)} files; {n_characters:,} characters read in "
        f"{time.process_time() - begin:.0f} s"
    )
    for way in n_texts:
        print(f"  {way:8} {n_texts[way]:7,} texts, {n_sentences[way]:9,} sentences: {n_claims[way]} claims")
    for text, claim in false[: options.show]:
        print(f"\n{text.way}, {text.source}: {_told(claim)}")
        if options.lines:
            print(f"        in: {_around(text.text, claim)}")
    return 1 if false else 0


if __name__ == "__main__":
    sys.exit(main())
