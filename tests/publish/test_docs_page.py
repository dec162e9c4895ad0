"""dbt's documentation page: whole in one file, the same for the same code, and silent on the machine that made it."""

import re
from pathlib import Path

import pytest

from extract.errors import IljariError
from extract.paths import PROJECT, paths
from publish import dbt, docs_page


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.mark.dbt
def test_the_page_holds_the_models_and_nothing_of_the_machine(tmp_path: Path) -> None:
    docs_page.write(tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    for name in ("fct_fact_log", "achievement_rate", "bi_dashboards", "int_facts_held"):
        assert name in page
    assert "One row a fact and change of it" in page
    assert "# Iljari: from claims to facts" in page
    assert '"held_from": {"index": 5, "name": "held_from", "type": "timestamp with time zone"' in page
    assert '"../seeds' not in page
    assert [place for place in (str(PROJECT), str(tmp_path), str(Path.home()) + "/") if place in page] == []
    assert re.findall(r'"(?:generated_at|invocation_id|created_at)": ?["0-9]', page) == []
    # Nothing is fetched: no script, style, font or picture of another host, and the two files that dbt's page asks for are in it.
    assert re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']?(?:https?:)?//""", page) == []
    assert re.findall(r"""(?:@import|url\()\s*["']?(?:https?:)?//""", page) == []
    assert "INLINE DATA" not in page
    # The dictionary is made in the same run, and nothing else is left behind.
    assert set(docs_page.kept_page().parent.iterdir()) == {docs_page.kept_page(), docs_page.kept_words()}
    assert docs_page.words().mart("fct_job_awards").column("grade").label_ko == "훈격"
    assert [place for place in (str(PROJECT), str(tmp_path)) if place in docs_page.kept_words().read_text()] == []


def test_a_page_that_was_made_for_this_code_is_taken(tmp_path: Path) -> None:
    docs_page.kept_page().parent.mkdir(parents=True)
    docs_page.kept_page().write_text("made before", encoding="utf-8")
    docs_page.write(tmp_path / "index.html")
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "made before"


def test_a_manifest_of_other_code_is_not_taken(tmp_path: Path) -> None:
    target = paths().dbt / "target"
    target.mkdir(parents=True)
    (target / "manifest.json").write_text(
        '{"metadata": {"project_name": "iljari"}, "nodes": {}, "sources": {}, "docs": {}}', encoding="utf-8"
    )
    docs_page.note_code(target, "of other code")
    assert docs_page.words().mart("fct_job_awards").columns
    docs_page.kept_words().unlink()
    docs_page.note_code(target, docs_page.code_version())
    assert not docs_page.words().mart("fct_job_awards").columns


def test_other_code_has_another_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    (project / "dbt_project" / "models").mkdir(parents=True)
    (project / "seeds").mkdir()
    monkeypatch.setattr(docs_page, "PROJECT", project)
    before = docs_page.kept_page()
    (project / "dbt_project" / "models" / "one.sql").write_text("select 1", encoding="utf-8")
    assert docs_page.kept_page() != before
    assert docs_page.kept_page().parent == paths().dbt / "docs"


def test_a_project_that_does_not_parse_is_told_in_dbts_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    (project / "dbt_project").mkdir(parents=True)
    (project / "dbt_project" / "dbt_project.yml").write_text("name: broken", encoding="utf-8")
    monkeypatch.setattr(dbt, "DBT_PROJECT", project / "dbt_project")
    with pytest.raises(IljariError, match=r"could not parse the project:\n"):
        docs_page.write(tmp_path / "index.html")
    assert not (tmp_path / "index.html").exists()
