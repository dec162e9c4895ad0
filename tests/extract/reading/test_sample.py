"""The sample, read back: every file of it gives the labelled article that it was made from, and nothing around it."""

import importlib.util
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.paths import PROJECT
from extract.reading import Article, read_page
from extract.sources import Page

SAMPLE = PROJECT / "seeds" / "articles"
LABELLED = PROJECT / "tests" / "gold" / "articles" / "given"
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
FILES = sorted(SAMPLE.iterdir())


def articles_of(file: Path) -> dict[str, Article]:
    reading = read_page(Page(f"file:{file.name}", file.read_bytes(), "0"), FETCHED)
    assert not reading.rejects
    assert not reading.warnings
    return {article.part or file.stem: article for article in reading.articles}


#: What stands around the articles of the dumps and records, looked at line by line: it is no part of them.
AROUND = json.loads((Path(__file__).parent / "sample_around.json").read_text("utf-8"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def lines_of(labelled: dict, file: Path) -> list[str]:
    """Headline and body as labelled. In a page, headline and dateline (the lines before the first gap) have places of their own."""
    text = labelled["text"].split("\n\n", 1)[1] if file.suffix == ".html" else labelled["text"]
    lines = [squeezed(line) for line in text.split("\n") if line.strip()]
    return lines if squeezed(labelled["title"]) in lines else [squeezed(labelled["title"]), *lines]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_gives_its_article_and_nothing_around_it(file: Path) -> None:
    for name, article in articles_of(file).items():
        labelled = json.loads((LABELLED / f"{name}.json").read_text("utf-8"))
        assert article.title == labelled["title"]
        around = Counter(map(squeezed, AROUND.get(name, [])))
        expected = []
        for line in reversed(lines_of(labelled, file)):  # of a line that is printed twice, the first stays
            if around[line]:
                around[line] -= 1
            else:
                expected.insert(0, line)
        assert not +around
        assert [squeezed(line) for line in article.text.split("\n") if line] == expected
        at = article.published_at
        assert (at.date().isoformat() if at else None) == labelled["published"]


def test_the_sample_holds_every_given_article_once_in_three_formats() -> None:
    names = [name for file in FILES for name in articles_of(file)]
    labelled = [json.loads(path.read_text("utf-8")) for path in LABELLED.glob("*.json")]
    assert sorted(names) == sorted(article["id"] for article in labelled if not article["invented"])
    kinds = [file.suffix for file in FILES]
    assert {".txt", ".json", ".jsonl", ".html"} == set(kinds)
    assert kinds.count(".html") >= 14


def test_two_pages_are_in_cp949() -> None:
    def is_cp949(content: bytes) -> bool:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            content.decode("cp949")
            return True
        return False

    assert sum(is_cp949(file.read_bytes()) for file in FILES if file.suffix == ".html") == 2


def test_the_sample_is_what_its_script_writes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_articles", PROJECT / "seeds" / "make_articles.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(LABELLED, tmp_path / "articles")
    written = {file.name: file.read_bytes() for file in (tmp_path / "articles").iterdir()}
    assert written == {file.name: file.read_bytes() for file in FILES}
