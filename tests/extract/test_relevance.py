"""The gate loses no page from which the claims reader would read a claim."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.claims.reader import _ABOUT_JOBS, read
from extract.paths import PROJECT
from extract.relevance import WORDS, gate, is_relevant
from seeds import make_articles

ARTICLES = sorted((PROJECT / "tests" / "gold" / "articles").glob("*/*.json"))
LAYOUTS = sorted(file.stem for file in (PROJECT / "seeds" / "pages").glob("*.html"))
SPELLINGS = {
    "UTF-8": lambda word: word.encode(),
    "CP949": lambda word: word.encode("cp949"),
    "UTF-16": lambda word: word.encode("utf-16"),
    "UTF-16, big end first": lambda word: word.encode("utf-16-be"),
    "taken apart": lambda word: unicodedata.normalize("NFD", word).encode(),
    "JSON": lambda word: json.dumps(word).encode(),
    "JSON in capitals": lambda word: "".join(f"\\u{ord(char):04X}" for char in word).encode(),
    "JSON in JSON": lambda word: json.dumps(json.dumps(word)).encode(),
    "entities": lambda word: "".join(f"&#{ord(char)};" for char in word).encode(),
    "entities in hexadecimal": lambda word: "".join(f"&#x{ord(char):X};" for char in word).encode(),
    "entities with zeros": lambda word: "".join(f"&#x0{ord(char):x};" for char in word).encode(),
    "address": lambda word: "".join(f"%{byte:02X}" for byte in word.encode()).encode(),
    "address in CP949": lambda word: "".join(f"%{byte:02x}" for byte in word.encode("cp949")).encode(),
}


def test_the_words_are_those_that_the_claims_reader_asks_for() -> None:
    assert set(WORDS) == set(_ABOUT_JOBS)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("word", WORDS)
def test_every_spelling_of_a_word_passes_wherever_it_stands(word: str, spelling: str) -> None:
    written = SPELLINGS[spelling](word)
    for before in (b"", b"<html>" * 30_000):
        assert gate().passes(before + written + b"</html>")
        assert gate().passes(before + written)
        assert not gate().passes(before + SPELLINGS[spelling](word[:-1]) + b"</html>")


@given(st.text(alphabet="일자리고용률실업공시제대상 <b>", max_size=60), st.sampled_from(["utf-8", "cp949"]))
def test_a_text_passes_where_it_is_relevant(text: str, encoding: str) -> None:
    assert gate().passes(text.encode(encoding)) == is_relevant(text)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_gate(content: bytes) -> None:
    assert gate().passes(content) in (True, False)


def test_a_page_that_passes_leaves_nothing_behind_for_the_next() -> None:
    assert [gate().passes(page) for page in (b"x", "일자리".encode(), b"y", "공시제".encode("cp949"))] == [
        False,
        True,
        False,
        True,
    ]


@pytest.fixture(scope="module")
def bare_layouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layouts of the sample without the words that stand around the article: the article alone must pass."""
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "pages").mkdir()
    for file in (PROJECT / "seeds" / "pages").glob("*.html"):
        text = file.read_text("utf-8")
        for word in WORDS:
            text = text.replace(word, "무엇")
        (folder / "pages" / file.name).write_text(text, "utf-8")
        assert not gate().passes(text.encode())
    return folder


def test_every_labelled_article_with_a_claim_passes_as_a_page_in_both_encodings(
    bare_layouts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each as text, as JSON and in the markup of a site, in UTF-8 and CP949."""
    monkeypatch.setattr(make_articles, "SEEDS", bare_layouts)
    n_passed = 0
    for at, file in enumerate(ARTICLES):
        article = json.loads(file.read_text("utf-8"))
        text = article["text"]
        pages = [text.encode(), text.encode("cp949", "ignore"), json.dumps({"text": text}).encode()]
        if article["published"] and article["title"]:
            layout = make_articles.PageOf(LAYOUTS[at % len(LAYOUTS)], "p", "10:24", "{date}")
            page = make_articles.page_of(article, layout)
            pages += [
                page,
                page.decode().encode("cp949", "xmlcharrefreplace"),
                page.decode().encode("ascii", "xmlcharrefreplace"),
            ]
        if all(gate().passes(page) for page in pages):
            n_passed += 1
            continue
        claims = read(text, None, article["title"]).claims
        assert not (claims.awards or claims.targets or claims.indicators), file.name
    assert n_passed > 1000


def test_what_the_extractor_reads_a_claim_from_is_relevant() -> None:
    """Not the labels, the reader itself: it gives nothing for a text in which the words are replaced."""
    for file in ARTICLES[::40]:
        text = json.loads(file.read_text("utf-8"))["text"]
        for word in WORDS:
            text = text.replace(word, "무엇")
        claims = read(text, None, None).claims
        assert not (claims.awards or claims.targets or claims.indicators)


@pytest.mark.parametrize("page", sorted((PROJECT / "seeds" / "articles").iterdir()), ids=lambda page: page.name)
def test_the_sample_passes(page: Path) -> None:
    assert gate().passes(page.read_bytes())


GOLDEN = sorted((PROJECT / "tests" / "extract" / "reading" / "pages").glob("*/*.golden.json"))


@pytest.mark.parametrize("truth", GOLDEN, ids=lambda truth: truth.name.removesuffix(".golden.json"))
def test_a_golden_page_passes_where_its_article_is_on_the_topic(truth: Path) -> None:
    """Of those that are not, the reader's article must say so too: nothing relevant is read behind a closed gate."""
    name = truth.name.removesuffix(".golden.json")
    (page,) = (file for file in truth.parent.glob(f"{name}.*") if file != truth)
    said = json.loads(truth.read_text("utf-8"))
    text = "\n".join(filter(None, [said["title"], *(said["paragraphs"] or [])]))
    assert gate().passes(page.read_bytes()) or not is_relevant(text)


def test_most_golden_articles_are_on_the_topic() -> None:
    texts = [json.loads(truth.read_text("utf-8")) for truth in GOLDEN]
    assert sum(is_relevant("\n".join(said["paragraphs"] or [])) for said in texts) > 20
