from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extract.paths import PROJECT
from extract.sources.entries import KINDS, Sources, SourcesError, load_sources, parse_sources, sources_file

FILE = Path("sources.yml")
GOOD = """
contact: desk@example.org
sources:
  - name: paper
    kind: feed
    address: https://paper.example/rss
    licence: theirs
    enabled: true
    schedule: 30 6 * * *
  - name: board
    kind: board
    address: https://city.example/list.do
    licence: KOGL
    list: {rows: tr, link_pattern: "v\\\\('(\\\\d+)'\\\\)", link_template: "view.do?no={1}"}
"""


def faults(text: str) -> list[str]:
    """The lines of the message behind its head: 'line: field: what'."""
    with pytest.raises(SourcesError) as caught:
        parse_sources(text, FILE)
    head, *lines = str(caught.value).splitlines()
    assert head == "Mend these entries:"
    assert all(line.startswith("sources.yml:") for line in lines)
    return [line.removeprefix("sources.yml:") for line in lines]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_good_file() -> None:
    found = parse_sources(GOOD, FILE)
    assert [(entry.name, entry.kind, entry.enabled) for entry in found.entries] == [
        ("paper", "feed", True),
        ("board", "board", False),
    ]
    assert found.contact == "desk@example.org"
    assert found.entry("board").address == "https://city.example/list.do"


def test_the_file_that_comes_with_iljari_is_in_order_and_off() -> None:
    found = load_sources(PROJECT / "sources.yml")
    assert {entry.kind for entry in found.entries} == set(KINDS) - {"folder"}
    assert [entry.name for entry in found.entries if entry.enabled or not entry.check] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("    address: https://paper.example/rss\n", "", "4: paper.address: is missing"),
        ("    licence: theirs", "    license: theirs", "7: paper.license: is no field here; did you mean 'licence'?"),
        (
            "    licence: theirs",
            "    licence: theirs\n    reading_rule: ndsft",
            "8: paper.reading_rule: 'ndsft' is no rule of extract/reading/rules.py; did you mean 'ndsoft'?",
        ),
        ("kind: feed", "kind: fead", "5: paper.kind: 'fead' is no kind of source; did you mean 'feed'?"),
        ("kind: feed", "kind: [feed]", "5: paper.kind: '['feed']' is no kind of source"),
        ("https://paper.example/rss", "ftp://paper.example", "6: paper.address: must begin with http:// or https://"),
        ("https://paper.example/rss", "https://me:pw@paper.example", "6: paper.address: holds a user name or password"),
        ("enabled: true", "enabled: maybe", "8: paper.enabled: input should be a valid boolean, not 'maybe'"),
        ("30 6 * * *", "61 * * * *", "9: paper.schedule: is neither a cron expression"),
        ("contact: desk@example.org", "contact:", "8: paper.enabled: needs 'contact'"),
        ("contact: desk", "contcat: desk", "2: contcat: is no field here; did you mean 'contact'?"),
        ("name: board", "name: paper", "10: paper.name: 'paper' is the name of entry 1 already"),
        ("name: board", "name: sample", "10: sample.name: 'sample' has a meaning of its own"),
        ("name: board", "name: 'Board 1'", "10: Board 1.name: string should match pattern"),
        ("rows: tr", "row: tr", "14: board.list.row: is no field here; did you mean 'rows'?"),
        ("{1}", "{2}", "14: board.list.link_template: must use groups of link_pattern, {1} to {1}"),
        (r"(\\d+)", r"(\\d+", "14: board.list.link_pattern: is no regular expression"),
        (
            "    licence: KOGL",
            "    licence: KOGL\n    licence: mine",
            "14: board.licence: stands here again, first in line 13",
        ),
        ("sources:", "sources:\n  - 3", "4: entry 1: must be an entry with name, kind, address and licence, not 3"),
        ("sources:", "allowed_networks: [10.0.0]\nsources:", "3: allowed_networks.0: is no network"),
    ],
)
def test_a_fault_is_named_with_line_and_field(old: str, new: str, fault: str) -> None:
    assert any(line.startswith(fault) for line in faults(changed(old, new))), faults(changed(old, new))


def test_all_faults_are_told_at_once() -> None:
    text = GOOD.replace("feed", "fead").replace("licence: KOGL", "licens: KOGL").replace("rows: tr", "rows: ''")
    assert [line.split(": ")[1] for line in faults(text)] == [
        "paper.kind",
        "board.licence",
        "board.licens",
        "board.list.rows",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "a: b: c",
        "\t",
        "- 1",
        "just text",
        "sources: 3",
        "a: &x {b: *x}",
        "2026-02-31: x",
        "a: !!python/object:os.system x",
    ],
)
def test_what_is_no_such_file_is_told_with_its_line(text: str) -> None:
    with pytest.raises(SourcesError, match=r"sources\.yml"):
        parse_sources(text, FILE)


def test_an_empty_file_has_no_sources() -> None:
    assert parse_sources("", FILE) == parse_sources("sources:\n", FILE) == Sources(FILE, None, (), ())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="cannot be read"):
        load_sources(tmp_path / "none.yml")


def test_another_file_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_SOURCES", "/etc/iljari/sources.yml")
    assert sources_file() == Path("/etc/iljari/sources.yml")
    monkeypatch.delenv("ILJARI_SOURCES")
    assert sources_file() == PROJECT / "sources.yml"


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(SourcesError, match="no source 'papers'; did you mean 'paper'"):
        parse_sources(GOOD, FILE).entry("papers")


_WORDS = st.text(st.sampled_from("abcdef가나 -_:#'\"{}[]&*!|>%@`,?\n\t"), max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=8,
)
_FIELDS = sorted({name for kind in KINDS.values() for name in kind.model_fields})


@given(st.text() | st.text(st.sampled_from("- :{}[]&*a\n\t'\"!")))
def test_any_text_is_sources_or_an_error_that_names_the_file(text: str) -> None:
    try:
        parse_sources(text, FILE)
    except SourcesError as error:
        assert "sources.yml" in str(error)


@given(
    st.lists(
        st.dictionaries(st.sampled_from(_FIELDS), _VALUES | st.sampled_from(sorted(KINDS)), max_size=8), max_size=3
    )
)
def test_any_values_are_an_entry_or_faults_with_their_lines(entries: list[dict[str, Any]]) -> None:
    text = yaml.safe_dump({"sources": entries}, allow_unicode=True)
    try:
        parse_sources(text, FILE)
    except SourcesError as error:
        lines = len(text.splitlines()) or 1
        for fault in str(error).splitlines()[1:]:
            if fault.startswith("sources.yml:"):
                assert 1 <= int(fault.split(":")[1]) <= lines


@given(
    st.from_regex(r"[a-z][a-z0-9_]{3,20}", fullmatch=True),
    st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40),
    st.integers(1, 100_000),
    st.booleans(),
)
def test_what_is_written_is_what_is_read(name: str, licence: str, max_new: int, enabled: bool) -> None:
    entry = {
        "name": f"x{name}",
        "kind": "feed",
        "address": "https://a.example/rss",
        "licence": licence,
        "max_new": max_new,
        "enabled": enabled,
    }
    (found,) = parse_sources(
        yaml.safe_dump({"contact": "a@b.example", "sources": [entry]}, allow_unicode=True), FILE
    ).entries
    assert found.model_dump(include=set(entry)) == entry
