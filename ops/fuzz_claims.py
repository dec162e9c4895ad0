"""`make fuzz`: reads texts that no paper prints and checks what holds for any text.

    python -m ops.fuzz_claims [--seconds 600] [--keep-going] [--blind]

The texts are put together from lines of the labelled articles, words of the trade, numbers, dates, brackets, line ends,
combining and invisible characters, decomposed Hangul, any other character, huge runs of digits, deep nesting. Of each:

  - nothing is raised
  - the text has every claim's evidence where the claim says, and every part of it
  - confidence lies in 0..1, and every field has its type
  - the same text gives the same claims
  - the time a character takes is bounded, and sixteen times the text takes about sixteen times as long

With atheris the code that an input reaches steers the next ones. It is no dependency: `make fuzz` puts it into
build/atheris; by hand: `.venv/bin/uv pip install --target build/atheris atheris`, then `PYTHONPATH=build/atheris`.
`--blind` does without it.
What fails is made small and kept in build/fuzz as JSON (`text`, `published`, `title`, `error`); exit code 1.
"""

import argparse
import dataclasses
import hashlib
import json
import random
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parents[1]
_FOUND = _ROOT / "build" / "fuzz"

try:
    import atheris  # not in the lock: see the top of this file
except ImportError:
    atheris = None

if atheris is not None and __name__ == "__main__" and not {"--blind", "-h", "--help"} & set(sys.argv):
    with atheris.instrument_imports(include=["extract.claims"]):
        import extract.claims.reader
else:
    import extract.claims.reader

# behind the reader, which has to be imported under atheris before anything else brings it in
from extract.claims.model import AwardClaim, Claims, IndicatorClaim, TargetClaim  # noqa: E402


def _words(listed: str) -> list[str]:
    return listed.split("|")


_GATES = ("일자리", "고용률", "실업률", "공시제")
_WORDS = (
    *_GATES,
    *_words(
        "전국 지방자치단체 일자리대상|일자리대상|목표|실적|달성률|공시|최우수상|우수상|특별상|대상|장려상|"
        "수상|상을|상사업비|인센티브"
    ),
    *_words(
        "청주시|충북|중구|광주|예산|전남 순천시|부산 해운대구|시는 |군은 |도는 |구가 |세종|고성군|"
        "영광|관내|전국|고용노동부|장관상"
    ),
    *_words(
        "지난해|올해|전년|이듬해|그해|같은 해|상반기|하반기|민선 8기|2024년|2019~2021년|"
        "’23년|3년 연속|2년 전|부터|까지|이후"
    ),
    *_words(
        "을 |를 |은 |는 |에서 |받았다. |만들었다. |만들 계획이다. |각각 |와 |과 |이어 |"
        "보다 |넘는 |대비 |못했다. |아니다. "
    ),
    *_words(
        "15~64세 |청년 |여성 |경제활동참가율 |지역별고용조사|%포인트 |취업자 |달성했다. |우수 |"
        "최우수|부문|경진대회|공모|평가"
    ),
)
_UNITS = _words("개|명|%|％|%p|원|만원|억원|년|월|일|위|회|곳|자리|여 개|천개|조|만|㎡|㎢|개사|개 기업|개정|퍼센트|")
_MARKS = (
    *"()[]{}<>「」『』【】〈〉《》‘’“”\"'",
    *",.·∙ㆍ…~∼-–—/|｜:;!?=+*#@&%_^\\",
    *"▲△▶■□○●◇◆※①⑳ㅇ◦",
    "][",
    "..",
    ")(",
    ", ",
    ". ",
    "다. ",
)
_SPACES = (" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u2028", "\u2029", "\x0b", "\x0c", "\u00a0", "\u3000", "\x85")
_ODD = (
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u0301", "\u0300\u0301\u0302", "\u302e"),
    *("\u1100", "\u1161", "\u11a8", "\u3131", "\ua960", "\ud7b0", "\uffa0", "\x00", "\x1b", "\x7f", "\ufffd", "\uffff"),
    *("０１２３", "٣٤٥", "²³", "½", "Ⅳ", "㈱", "㏊", "𝟙𝟚", "🏆", "👨‍👩‍👧", "ＪＯＢ", "零一二", "İ", "ß", "ﬁ"),
)
_DAYS = (None, date(2024, 8, 9), date(2009, 1, 1), date(1, 1, 1), date(9999, 12, 31), date(2012, 2, 29))


class Source:
    """Choices out of a run of bytes; when it is used up, always the first choice."""

    def __init__(self, data: bytes):
        self._data, self._at = data, 0

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1."""
        n = 1 if bound <= 256 else 2
        taken = self._data[self._at : self._at + n]
        self._at += n
        return int.from_bytes(taken, "little") % bound

    def one(self, of: Sequence[T]) -> T:
        """One of these."""
        return of[self.below(len(of))]

    @property
    def is_empty(self) -> bool:
        """Whether all bytes are used."""
        return self._at >= len(self._data)


@dataclasses.dataclass(frozen=True)
class Case:
    """What is given to the reader; `unit` is repeated for the growth of time, where it is not empty."""

    text: str
    published: date | None
    title: str | None
    unit: str = ""


def _lines() -> list[str]:
    """The lines of the labelled articles."""
    files = sorted((_ROOT / "tests" / "gold" / "articles").glob("*/*.json"))
    found = {line: None for f in files for line in json.loads(f.read_text(encoding="utf-8"))["text"].splitlines()}
    return [line for line in found if line.strip()]


def _length(source: Source) -> int:
    """Of a run: mostly short, now and then longer than any sentence."""
    return 1 + (source.below(3000) if source.below(20) == 1 else source.below(30))


def _digits(source: Source) -> str:
    match source.below(7):
        case 0:
            return str(source.below(65536))
        case 1:
            return f"{source.below(100)},{source.below(1000):03}"
        case 2:
            return f"{source.below(100)}.{source.below(10)}"
        case 3:
            return f"{source.below(10)}만{source.below(10)}천{source.below(1000)}"
        case 4:
            return f"{1990 + source.below(60)}{source.one(('', '년', '.', '-', '/', '~', '년도'))}"
        case 5:
            return source.one(("9", "0", "1,", "1.", "만", "천", "1만", ",000", "%")) * _length(source)
        case _:
            return f"{1990 + source.below(60)}{source.one(('.', '-', '/'))}{source.below(14)}.{source.below(33)}"


def _piece(source: Source, lines: list[str]) -> str:
    match source.below(12):
        case 0 | 1:
            return source.one(lines) + source.one(_SPACES)
        case 2:
            line = source.one(lines)
            start = source.below(len(line))
            return line[start : start + 1 + source.below(40)]
        case 3 | 4:
            return source.one(_WORDS)
        case 5 | 6:
            return _digits(source) + source.one(_UNITS)
        case 7:
            return source.one(_MARKS)
        case 8:
            return source.one(_SPACES)
        case 9:
            return source.one(_ODD)
        case 10:
            point = source.below(65536) * (1 + source.below(17))
            return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else " "
        case _:
            depth = _length(source)
            pair = source.one(("()", "[]", "‘’", "“”", "「」", "<>", "（）"))
            return pair[0] * depth + source.one(_WORDS) + pair[1] * depth


def case_of(data: bytes, lines: list[str]) -> Case:
    """The case that a run of bytes stands for."""
    source = Source(data)
    grows = source.below(100) == 1
    published, title_kind, shape = source.one(_DAYS), source.below(4), source.below(10)
    pieces: list[str] = []
    limit = 1 + source.below(6) if grows else 40
    while not source.is_empty and len(pieces) < limit:
        pieces.append(_piece(source, lines))
    text = "".join(pieces)
    if shape == 1:
        text = unicodedata.normalize("NFD", text)
    elif shape == 2:
        text = "\u200b".join(text)
    elif shape == 3:
        text = text.replace(" ", "\u00a0")
    if grows:
        unit = text[:300] or "일자리 "
        return Case("충북 청주시 일자리 고용률\n청주시가 일자리대상 최우수상을 받았다.\n", published, None, unit)
    if not any(gate in text for gate in _GATES):
        text += "일자리"
    title = None if title_kind < 2 else text[: 1 + len(text) % 60] if title_kind == 2 else source.one(lines)
    return Case(text, published, title)


def _read(case: Case) -> Claims:
    return extract.claims.reader.read(case.text, case.published, case.title).claims


#: seconds a character may take, and those that any text may; an instrumented reader is a few times slower
_PER_CHARACTER, _ANY = 400e-6, 0.25
_SMALL, _TIMES, _SLACK = 2_000, 16, 5


def _seconds(case: Case, tries: int = 1) -> float:
    best = float("inf")
    for _ in range(tries):
        begin = time.process_time()
        _read(case)
        best = min(best, time.process_time() - begin)
    return best


def _check_growth(case: Case) -> None:
    def of(n: int) -> Case:
        return dataclasses.replace(case, text=case.text + case.unit * max(1, n // len(case.unit)), unit="")

    for tries in (1, 3):
        small, large = _seconds(of(_SMALL), tries + 1), _seconds(of(_SMALL * _TIMES), tries)
        if large <= 0.1 + small * _TIMES * _SLACK:
            return
    raise AssertionError("time grows faster than the text")


def _is_whole(value: object, least: float = float("-inf")) -> bool:
    return value is None or (type(value) is int and value >= least)


def _check_types(claim: AwardClaim | TargetClaim | IndicatorClaim) -> None:
    for name in (
        "municipality_written",
        "municipality_id",
        "municipality_code",
        "municipality",
        "evidence_text",
        "rule",
    ):
        assert type(getattr(claim, name)) is str, name
    assert type(claim.is_optional) is bool
    assert all(type(reason) is str for reason in claim.reasons)
    match claim:
        case AwardClaim():
            assert _is_whole(claim.award_year), "award_year"
            assert _is_whole(claim.incentive_krw, 1), "incentive_krw"
            assert all(type(x) is str for x in (claim.programme, claim.category, claim.grade))
        case TargetClaim():
            assert _is_whole(claim.year) and _is_whole(claim.period_end), "year"
            assert _is_whole(claim.target_jobs, 1) and _is_whole(claim.actual_jobs, 0), "jobs"
            pct = claim.achievement_pct_reported
            assert pct is None or (type(pct) is float and 0 <= pct < 1e6), "achievement_pct_reported"
            assert (claim.target_jobs, claim.actual_jobs, pct) != (None, None, None), "a row without a number"
        case IndicatorClaim():
            assert _is_whole(claim.year), "year"
            assert type(claim.value_pct) is float and 0 <= claim.value_pct <= 100, "value_pct"


def check(case: Case) -> None:
    """Raises where something does not hold for this case."""
    if case.unit:
        return _check_growth(case)
    begin = time.process_time()
    claims = _read(case)
    bound = _ANY + _PER_CHARACTER * len(case.text)
    if time.process_time() - begin > bound and _seconds(case, 3) > bound:
        raise AssertionError("too slow a character")
    found: list[AwardClaim | TargetClaim | IndicatorClaim] = [*claims.awards, *claims.targets, *claims.indicators]
    for claim in found:
        start, end = claim.evidence_start, claim.evidence_end
        assert 0 <= start < end <= len(case.text), "evidence outside the text"
        assert case.text[start:end] == claim.evidence_text, "evidence is not what stands there"
        assert 0 <= claim.confidence <= 1, "confidence"
        assert all(start <= part.start < part.end <= end for part in claim.parts), "parts outside the evidence"
        _check_types(claim)
    assert _read(case) == claims, "another reading, other claims"


def failure(case: Case) -> tuple[str, str] | None:
    """What does not hold: a short name of the failure, by which two are the same, and the traceback."""
    try:
        check(case)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.name})"[:200], traceback.format_exc()
    return None


def _smaller(case: Case, name: str, seconds: float = 20.0) -> Case:
    """The case with as much cut out of it as goes while it fails in the same way."""
    field = "unit" if case.unit else "text"
    until = time.monotonic() + seconds
    size = max(1, len(getattr(case, field)) // 2)
    while True:
        whole, at, was_cut = getattr(case, field), 0, False
        while at < len(whole) and time.monotonic() < until:
            shorter = dataclasses.replace(case, **{field: whole[:at] + whole[at + size :]})
            found = failure(shorter) if getattr(shorter, field) else None
            if found and found[0] == name:
                case, whole, was_cut = shorter, getattr(shorter, field), True
            else:
                at += size
        if time.monotonic() >= until or (size == 1 and not was_cut):
            return case
        size = max(1, size // 2)


class Fuzzer:
    """Runs cases, keeps each kind of failure once."""

    def __init__(self, keep_going: bool):
        self._keep_going = keep_going
        self._lines = _lines()
        self.known: set[str] = set()
        self.n = 0

    def run(self, data: bytes) -> None:
        """One case. Raises on a failure unless the search goes on after one."""
        self.n += 1
        case = case_of(data, self._lines)
        found = failure(case)
        if found is None or found[0] in self.known:
            return
        name, trace = found
        self.known.add(name)
        case = _smaller(case, name)
        _FOUND.mkdir(parents=True, exist_ok=True)
        file = _FOUND / f"{hashlib.sha256(name.encode()).hexdigest()[:12]}.json"
        told = {"error": name, "published": str(case.published) if case.published else None}
        told |= {"title": case.title, "text": case.text, "unit": case.unit, "traceback": trace}
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="replace")
        print(f"\n{name}\n  text {case.text[:300]!r}\n  unit {case.unit!r}\n  kept in {file}", flush=True)
        if not self._keep_going:
            raise AssertionError(name)


def blind(run: Callable[[bytes], None], seconds: float, seed: int) -> None:
    """Random inputs, without coverage."""
    chance, until = random.Random(seed), time.monotonic() + seconds
    while time.monotonic() < until:
        run(chance.randbytes(chance.randint(4, 300)))


def guided(run: Callable[[bytes], None], seconds: float, seed: int) -> None:
    """Inputs steered by coverage; does not return."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-claims-"))
    chance = random.Random(seed)
    for number in range(200):
        (folder / str(number)).write_bytes(chance.randbytes(chance.randint(4, 300)))
    # an input that is too slow is judged by `check`, by processor time: the timeout here only ends what never would
    options = [f"-max_total_time={seconds:.0f}", f"-seed={seed}", "-max_len=400", "-len_control=0", "-timeout=300"]
    atheris.Setup([sys.argv[0], *options, "-rss_limit_mb=4096", f"-artifact_prefix={folder}/", str(folder)], run)
    atheris.Fuzz()


def main() -> int:
    """Runs for the given time."""
    parser = argparse.ArgumentParser(
        prog="python -m ops.fuzz_claims", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=600, help="how long (default 600)")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins (default 1)")
    parser.add_argument("--keep-going", action="store_true", help="go on after a failure; each kind is kept once")
    parser.add_argument("--blind", action="store_true", help="random inputs, without atheris")
    options = parser.parse_args()
    fuzzer = Fuzzer(options.keep_going)
    if atheris is None and not options.blind:
        parser.error("atheris is not installed: see --help, or use --blind")
    if not options.blind:
        guided(fuzzer.run, options.seconds, options.seed)
    blind(fuzzer.run, options.seconds, options.seed)
    print(f"{fuzzer.n:,} texts read, {len(fuzzer.known)} kinds of failure")
    return 1 if fuzzer.known else 0


if __name__ == "__main__":
    sys.exit(main())
