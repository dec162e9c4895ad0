"""The compiled reader says what the Python one says, to the letter: it is written twice so that it is fast, and this is what holds the two together."""

import datetime as dt
import logging
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
from tests.gold.corpus import labelled_articles

pytestmark = pytest.mark.skipif(not LIBRARY.exists(), reason="no Rust at set-up: nothing was compiled")


@pytest.fixture(scope="module")
def compiled() -> NativeReader:
    return NativeReader()


def day_of(article: dict[str, Any]) -> dt.date | None:
    return dt.date.fromisoformat(article["published"][:10]) if article["published"] else None


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
