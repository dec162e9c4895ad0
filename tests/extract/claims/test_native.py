"""The compiled reader says what the Python one says, to the letter: it is written twice so that it is fast, and this is what holds the two together."""

import datetime as dt
import importlib
import logging
import pkgutil
import random
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import claims
from extract.claims import native, reader
from extract.claims.native import LIBRARY, Failed, NativeReader, native_reader
from extract.claims.scorer import Scorer, scorer
from tests.extract.claims.test_robustness import _WORDS, DAY
from tests.gold.corpus import day_of, labelled_articles

pytestmark = pytest.mark.skipif(not LIBRARY.exists(), reason="no Rust at set-up: nothing was compiled")


@pytest.fixture(scope="module")
def compiled() -> NativeReader:
    return NativeReader()


def both(compiled: NativeReader, text: str, day: dt.date | None, title: str | None) -> None:
    assert compiled.read(text, day, title) == reader.read(text, day, title).claims


def test_the_same_claims_of_labelled_articles(compiled: NativeReader) -> None:
    articles = labelled_articles()[::4]
    told = 0
    for article in articles:
        text, day, title = article["text"], day_of(article), article["title"]
        expected = reader.read(text, day, title).claims
        assert compiled.read(text, day, title) == expected, article["id"]
        told += len(expected.awards) + len(expected.targets) + len(expected.indicators)
    assert told > 2 * len(articles)


class Told(Scorer):
    """Writes down what is decided, and on what."""

    def __init__(self, weights: Scorer):
        super().__init__(weights.classes, weights.choices)
        self.decisions: list[Any] = []

    def classify(self, decision: str, features: Any) -> list[float]:
        features = list(features)
        self.decisions.append([decision, sorted(set(features))])
        return super().classify(decision, features)

    def choose(self, decision: str, candidates: Any) -> list[float]:
        candidates = [list(c) for c in candidates]
        self.decisions.append([decision, [sorted(set(c)) for c in candidates]])
        return super().choose(decision, candidates)


def test_the_same_items_and_the_same_features_in_every_decision(compiled: NativeReader) -> None:
    for article in labelled_articles()[1::40]:
        text, day, title = article["text"], day_of(article), article["title"]
        told = Told(scorer())
        document = reader.read(text, day, title, told).document
        trace = compiled.trace(text, day, title)
        lines = [
            {
                "start": line.start, "end": line.end, "paragraph": line.paragraph, "is_title": line.is_title, "is_list": line.is_list,
                "items": [[x.kind, x.tag, x.start, x.end] for x in line.items],
            }
            for line in (document.lines if document else ())
        ]  # fmt: skip
        assert trace["lines"] == lines, article["id"]
        assert trace["decisions"] == told.decisions, article["id"]


def test_broken_off_and_without_a_title_or_a_day(compiled: NativeReader) -> None:
    for article in labelled_articles()[2::100]:
        text, title = article["text"], article["title"]
        for at in range(len(text) // 3, len(text), len(text) // 3):
            both(compiled, text[:at], DAY, title)
            both(compiled, text[at:], None, title)
        both(compiled, text, None, None)


@given(
    st.lists(st.sampled_from(_WORDS), max_size=60).map("".join),
    st.sampled_from([DAY, None]),
    st.sampled_from([None, "청주시, 일자리대상 최우수상"]),
)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_words_of_the_trade_in_any_order(
    compiled: NativeReader, text: str, published: dt.date | None, title: str | None
) -> None:
    both(compiled, text, published, title)


@given(st.text(max_size=300).map("일자리 {} 목표".format))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(compiled: NativeReader, text: str) -> None:
    both(compiled, text, DAY, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "일자리",
        "일자리 \ud800 최우수상\n\n청주시는 일자리대상에서 \udfff 최우수상을 받았다.",
        "고용률\r\n\r\n청주시의 고용률은 65.1%였다.\r\n",
        "일자리 목표\u2028청주시는 일자리 1만2천 개를 만들었다.",
        "🙂 일자리대상 🙂\n\n청주시가 🙂 최우수상을 받았다.",
    ],
)
def test_odd_texts(compiled: NativeReader, text: str) -> None:
    both(compiled, text, DAY, None)


def patterns() -> dict[str, re.Pattern[str]]:
    """All patterns of the modules, by `module._NAME`; of lists and dicts of patterns each."""
    found: dict[str, re.Pattern[str]] = {}

    def note(name: str, value: Any) -> None:
        if isinstance(value, re.Pattern):
            found[name] = value
        elif isinstance(value, tuple | list | dict):
            for k, one in enumerate(value.values() if isinstance(value, dict) else value):
                note(f"{name}[{k}]", one)

    for module in pkgutil.iter_modules(claims.__path__):
        if not module.ispkg and not module.name.startswith("__"):
            for name, value in vars(importlib.import_module(f"extract.claims.{module.name}")).items():
                if name.upper() == name:
                    note(f"{module.name}.{name}", value)
    return found


def in_python(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Any]:
    """As `native.find_all`."""
    return [
        [[None if m.start(k) < 0 else list(m.span(k)) for k in range(pattern.groups + 1)], m.lastindex]
        for m in pattern.finditer(text, start, end)
    ]


def test_every_pattern_finds_what_it_finds_in_python() -> None:
    dice = random.Random(20261127)
    texts = [article["text"] for article in labelled_articles()[3::160]] + [
        "".join(dice.choices(_WORDS, k=200)),
        "".join(dice.choices("가나다라1234567890,.%()‘’… \n·", k=400)),
    ]
    n_found = 0
    for name, pattern in patterns().items():
        for text in texts:
            start = dice.choice((0, 0, len(text) // 3))
            end = dice.choice((len(text), len(text), len(text) - len(text) // 4))
            expected = in_python(pattern, text, start, end)
            assert native.find_all(pattern, text, start, end) == expected, (name, text[start:end])
            n_found += len(expected)
    assert n_found > 1000


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?:가|나)+?다", "가나가나다"),
        (r"(?P<a>가)?(?P<b>나)?다", "나다 가다 다"),
        (r"(?<=[가나])다(?!라)|(?<!마)바$", "가다 나다라 마바 바\n"),
        (r"(가)|((나)다)", "가나다"),
        (r"(?P<x>[(])?가(?(x)[)])", "(가) 가 (가"),
        (r"[^가-힣\s]{2,3}?|\b\w+\B", "ab12 가나 _x"),
        (r"(?:)|가*", "가가나"),
        (r"(?:가{0,2}나?){2,}", "가가나가나가"),
        (r"\A가|나\Z|^다", "가나"),
        (r"ADD|가", "add Add 가"),
    ],
)
def test_patterns_mean_what_they_mean_in_python(pattern: str, text: str) -> None:
    for flags in (0, re.IGNORECASE):
        compiled = re.compile(pattern, flags)
        for start in range(len(text) + 1):
            for end in range(start, len(text) + 1):
                assert native.find_all(compiled, text, start, end) == in_python(compiled, text, start, end), (
                    start,
                    end,
                )


def test_threads_share_a_reader(compiled: NativeReader) -> None:
    articles = labelled_articles()[::100]

    def read(article: dict[str, Any]) -> Any:
        return compiled.read(article["text"], day_of(article), article["title"])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, articles * 4)) == [read(article) for article in articles] * 4


def test_it_is_what_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(claims, "read", fails)
    assert claims.read_claims("일자리대상\n\n청주시는 일자리대상에서 최우수상을 받았다.", DAY).awards


def test_where_it_fails_python_reads_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise Failed("a bug")

    monkeypatch.setattr(NativeReader, "read", fails)
    assert claims.read_claims("일자리대상\n\n청주시는 일자리대상에서 최우수상을 받았다.", DAY).awards
    assert "Python reads it" in caplog.text


@pytest.fixture
def asked_anew() -> Any:
    native_reader.cache_clear()
    yield
    native_reader.cache_clear()


@pytest.mark.usefixtures("asked_anew")
def test_without_it_python_reads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(native, "LIBRARY", tmp_path / "none")
    assert native_reader() is None
    assert claims.read_claims("일자리대상\n\n청주시는 일자리대상에서 최우수상을 받았다.", DAY).awards
    assert not caplog.records


@pytest.mark.usefixtures("asked_anew")
def test_the_environment_can_say_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_NATIVE", "0")
    assert native_reader() is None


@pytest.mark.usefixtures("asked_anew")
def test_rules_that_it_does_not_understand_are_read_in_python(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from extract.claims.native import spec

    told = spec.spec()
    assert '"awards._SECTION"' in told
    monkeypatch.setattr(spec, "spec", lambda: told.replace('"awards._SECTION"', '"awards._OTHER"'))
    with caplog.at_level(logging.WARNING):
        assert native_reader() is None
    assert "awards._SECTION is not told" in caplog.text


def test_every_reader_has_the_rules_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights are handed over, not compiled in: a reader made with others decides otherwise."""
    from extract.claims.native import spec

    text = "일자리대상\n\n청주시는 일자리대상에서 최우수상을 받았다."
    assert NativeReader().read(text, DAY, None).awards
    weights = scorer()
    never = {**weights.classes, "grade": {"": (9.0, -9.0)}}
    monkeypatch.setattr(spec, "scorer", lambda: Scorer(never, weights.choices))
    assert not NativeReader().read(text, DAY, None).awards
