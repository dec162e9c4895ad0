"""The golden pages: whole pages in the markup of the usual systems, each with the article that it must become."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extract.reading import Article, Reading, read_page, rules
from extract.sources import Page
from ops.bench_read import KST, cases, ours, score
from tests.extract.reading.making.__main__ import write

SETS = Path(__file__).parent / "pages"
FETCHED = datetime(2025, 12, 1, tzinfo=UTC)
GOLDEN = {
    f"{path.parent.name}/{path.name.removesuffix('.golden.json')}": path
    for path in sorted(SETS.glob("*/*.golden.json"))
}
#: The author of `fresh` counted no deck to the body; Iljari does, wherever it stands in the body's element.
DECKS = {
    "fresh/mail": ["- 군립도서관 1층에 문 열어… 2018년부터 97개 일자리 -"],
    "fresh/naver": ["예산 618억 원 투입…반일제 330개 도입\n시의회 “단기 일자리 비중 여전히 높아”"],
    "fresh/newsis": ["김 가공 작업장·온라인 판매 지원실 건립\n상시 156개·계절 420개 일자리 기대"],
    "fresh/yonhap": ["협력업체 퇴직자 2천140명…해상풍력 기업과 연결"],
}


def truth_of(name: str) -> dict:
    truth = json.loads(GOLDEN[name].read_text("utf-8"))
    return {**truth, "paragraphs": [*DECKS.get(name, []), *truth["paragraphs"]]}


def reading_of(name: str, fetched: datetime = FETCHED, **how: object) -> Reading:
    (page,) = (path for path in GOLDEN[name].parent.glob(f"{name.split('/')[1]}.*") if path != GOLDEN[name])
    return read_page(Page(truth_of(name)["url"], page.read_bytes(), "0"), fetched, **how)


def as_truth(article: Article) -> dict:
    at = article.published_at
    return {
        "title": article.title,
        "published_at": at.astimezone(KST).isoformat() if at else None,
        "precision": article.published_precision,
        "byline_region": article.byline_region,
        "paragraphs": article.body.split("\n\n"),
        "canonical": article.own_url,
    }


def is_right(name: str, reading: Reading) -> bool:
    truth = truth_of(name)
    return len(reading.articles) == 1 and all(
        truth[key] == value for key, value in as_truth(reading.articles[0]).items()
    )


@pytest.mark.parametrize("name", GOLDEN)
def test_a_page_becomes_its_golden_article(name: str) -> None:
    truth, reading = truth_of(name), reading_of(name)
    if truth["reject"]:
        assert not reading.articles
        assert [reject.reason for reject in reading.rejects] == [truth["reject"]]
        return
    (article,) = reading.articles
    assert as_truth(article) == {key: truth[key] for key in as_truth(article)}
    assert article.published_at.utcoffset() is not None
    assert reading.next_part == truth["next_part"]
    assert not reading.warnings


def test_there_are_pages_enough_and_in_both_encodings() -> None:
    for folder, least in (("golden", 24), ("unseen", 12), ("fresh", 25)):
        assert sum(name.startswith(folder) for name in GOLDEN) >= least
    pages = [path.read_bytes() for path in SETS.glob("*/*.html")]
    assert sum(_is_utf8(content) for content in pages) >= 20
    assert sum(not _is_utf8(content) for content in pages) >= 4
    assert all(4_000 < len(content) < 200_000 for content in pages)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("folder", ["golden", "unseen"])
def test_the_pages_are_what_their_script_writes(folder: str, tmp_path: Path) -> None:
    write(folder, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in (SETS / folder).iterdir()
    }


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_a_rule_has_golden_pages_that_are_read_wrong_without_it(
    rule: rules.Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rule.golden
    for name in rule.golden:
        assert is_right(name, reading_of(name))
    monkeypatch.setattr(rules, "RULES", tuple(other for other in rules.RULES if other != rule))
    for name in rule.golden:
        assert not is_right(name, reading_of(name))


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_no_rule_is_past_its_date(rule: rules.Rule) -> None:
    """Fails from that day on: look at today's pages of the sites, mend the rule and its golden page, set a new date."""
    assert date.today() <= rule.valid_until


def test_a_rule_past_its_date_is_counted_with_every_use() -> None:
    rule = rules.RULES[0]
    after = datetime(rule.valid_until.year + 1, 1, 1, tzinfo=UTC)
    assert reading_of(rule.golden[0], after).warnings == {f"rule_past_its_date:{rule.name}": 1}


def test_a_source_can_name_its_rule() -> None:
    assert is_right("golden/nd_summary", reading_of("golden/nd_summary", rule="ndsoft"))
    assert [reject.reason for reject in reading_of("golden/briefing", rule="no_such").rejects] == ["unknown_rule"]


def test_a_rule_can_be_for_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    drop = rules.Rule(
        "one_paper",
        date(2030, 1, 1),
        (),
        body=("#article-view-content-div",),
        hosts=("saegil.example",),
        drop=("p:last-child",),
    )
    monkeypatch.setattr(rules, "RULES", (drop,))
    (article,) = reading_of("golden/nd_new").articles
    assert article.body.split("\n\n") == truth_of("golden/nd_new")["paragraphs"][:-1]
    assert is_right("golden/nd_summary", reading_of("golden/nd_summary", rule=None)) is False  # of another host
    assert not rules.Rule("x", date(2030, 1, 1), (), body=(), hosts=("gil.example",)).fits(
        "https://saegil.example/a", {}
    )


@pytest.mark.parametrize("folder", ["golden", "unseen", "fresh"])
def test_the_goals_are_reached(folder: str) -> None:
    pages = cases(SETS / folder)
    with_rules, without = score(ours, pages), score(lambda case: ours(case, with_rules=False), pages)
    for result, least in ((with_rules, 0.98), (without, 0.95)):
        assert sum(result.f1) / len(result.f1) >= least
        assert (result.silent_empty, result.invented, result.mojibake, result.no_zone) == (0, 0, 0, 0)
    assert sum(with_rules.day) >= 0.98 * len(with_rules.day)


def test_twins_are_one_article() -> None:
    (desktop,), (mobile,) = reading_of("golden/nd_new").articles, reading_of("golden/nd_mobile").articles
    assert (desktop.own_url, desktop.text, desktop.published_at) == (mobile.own_url, mobile.text, mobile.published_at)
