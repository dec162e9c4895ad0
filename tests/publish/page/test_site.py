"""The page's files: whole, safe to load as scripts, the same for the same release, and within their bounds."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.marts import reading
from extract.errors import IljariError
from publish.page import data, site
from publish.page.data import About

#: Bytes of the core, compressed: with the view it must stay under 400 kB (docs/page.md).
CORE_MOST = 200_000


@pytest.fixture
def view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "view"
    folder.mkdir()
    for name in (*site.NEEDED, "licences.txt"):
        (folder / name).write_text(f"the view's {name}", encoding="utf-8")
    monkeypatch.setenv("ILJARI_PAGE_VIEW", str(folder))
    return folder


def written(folder: Path, warehouse: Path, about: About) -> site.Written:
    with reading(warehouse) as connection:
        return site.write(folder, connection, about)


def files(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text().filter(lambda key: key != "__proto__"), inner, max_size=4)
    ),
    max_leaves=12,
)


class TestScripts:
    @given(JSON)
    def test_what_is_written_is_what_is_read(self, value: Any) -> None:
        text = site.script_json(value)
        assert json.loads(text) == value
        assert not set("<\u2028\u2029\n\r") & set(text)

    @pytest.mark.parametrize(
        "text", ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c", "\\u003c\\", "'\"`${x}"]
    )
    def test_a_text_is_never_markup(self, text: str) -> None:
        assert "<" not in site.script_json({text: text})
        assert json.loads(site.script_json({text: text})) == {text: text}

    @given(st.text())
    def test_proto_in_a_text_is_a_text(self, text: str) -> None:
        value = {"a": f'{text}"__proto__":', "b": "__proto__", "c": ["\\", "__proto__"]}
        assert json.loads(site.script_json(value)) == value

    @pytest.mark.parametrize("value", [{"a": [{"__proto__": {}}]}, {"__proto__": 1}, float("nan"), [float("inf")]])
    def test_what_script_and_json_read_differently_is_refused(self, value: Any) -> None:
        with pytest.raises(ValueError, match=r"__proto__|JSON compliant"):
            site.script_json(value)

    def test_a_file_is_named_by_an_identity_and_by_nothing_else(self, tmp_path: Path) -> None:
        with pytest.raises(IljariError, match="cannot name a file"):
            site._evidence_file(tmp_path, "../core")


class TestFolder:
    def test_view_and_data_stand_beside_each_other(
        self, view: Path, warehouse: Path, about: About, tmp_path: Path
    ) -> None:
        report = written(tmp_path / "page", warehouse, about)
        made = files(tmp_path / "page")
        assert {name for name in made if not name.startswith("data/")} == {*site.NEEDED, "licences.txt"}
        assert made["index.html"] == hashlib.sha256((view / "index.html").read_bytes()).hexdigest()
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            identities = connection.execute("select distinct municipality_id from marts.dim_municipality").fetchall()
        assert {name for name in made if "/evidence/" in name} == {f"data/evidence/{name}.js" for (name,) in identities}
        sizes = {name: (tmp_path / "page" / name).stat().st_size for name in made}
        assert report == site.Written(
            n_files=len(sizes),
            n_bytes=sum(sizes.values()),
            core_bytes=sizes["data/core.js"],
            largest_evidence_bytes=max(size for name, size in sizes.items() if "/evidence/" in name),
        )

    def test_the_same_release_gives_the_same_bytes(
        self, view: Path, warehouse: Path, about: About, tmp_path: Path
    ) -> None:
        written(tmp_path / "first", warehouse, about)
        with duckdb.connect(str(warehouse)) as connection:
            # The order in which tables keep their rows is no part of a release.
            for table in (
                "fct_fact_evidence",
                "fct_fact_log",
                "fct_job_awards",
                "dim_municipality",
                "municipality_year",
            ):
                by = "order by hash(columns(*)::varchar) desc"
                connection.execute(f"create or replace table marts.{table} as select * from marts.{table} {by}")
        written(tmp_path / "second", warehouse, about)
        assert files(tmp_path / "first") == files(tmp_path / "second")

    def test_a_view_that_is_not_built_says_what_to_do(
        self, view: Path, warehouse: Path, about: About, tmp_path: Path
    ) -> None:
        (view / "app.css").unlink()
        with pytest.raises(IljariError, match=r"view is not built.*no app\.css.*make page-view"):
            written(tmp_path / "page", warehouse, about)
        assert not (tmp_path / "page").exists()
        with pytest.raises(IljariError, match="make page-view"):
            site.made_from()

    def test_another_view_makes_another_page(self, view: Path) -> None:
        before = site.made_from()
        assert site.made_from() == before
        (view / "app.js").write_text("better", encoding="utf-8")
        assert site.made_from() != before


def fill(warehouse: Path) -> None:
    """Everything that the core can hold: every municipality with a target, a rate and two awards in each of 16 years."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("""
            create temp table every as
            select municipality_id, code, municipality, year, hash(municipality_id, year) as h
            from (select * from marts.dim_municipality where is_current), range(2010, 2026) as years (year);
            insert into marts.municipality_year by name
            select
                municipality_id, year::integer as year, 1000 + h % 90000 as target_jobs, 1000 + h % 91000 as actual_jobs,
                (700 + h % 600) / 10 as achievement_pct_reported, (500 + h % 300) / 10 as employment_rate_pct,
                2 as n_national_awards, 4 as n_facts
            from every where (municipality_id, year) not in (select (municipality_id, year) from marts.municipality_year);
            insert into marts.fct_job_awards by name
            select
                'x' || h || category as fact_id, municipality_id, code as municipality_code, municipality,
                year::integer as award_year, 'national_jobs_award' as programme, category, category as section,
                ['대상', '최우수상', '우수상', '특별상'][(h % 4 + 1)::integer] as grade, (h % 20) * 10000000 as incentive_krw,
                1 as n_articles, 1 as n_independent, 0 as n_disagreeing, 0 as n_compiled, 'single' as status
            from every, (values ('disclosure'), ('project')) as sections (category)
            where municipality_id <> 'm43110_2014';
        """)


def test_the_core_stays_small_when_every_year_of_every_municipality_is_known(warehouse: Path, about: About) -> None:
    fill(warehouse)
    with reading(warehouse) as connection:
        core = data.core(connection, about)
    assert len(core["cells"]["m"]) > 3_800 and len(core["awards"]["m"]) > 7_500
    assert len(gzip.compress(site.core_script(core).encode())) < CORE_MOST


def test_the_command_line_writes_the_data_of_the_current_release(
    warehouse: Path, about: About, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path / "var"))
    assert site.main([str(tmp_path / "page"), "--data-only"]) == 1
    assert "no release" in capsys.readouterr().err
    current = tmp_path / "var" / "release" / "current"
    current.mkdir(parents=True)
    manifest = {
        "release_id": about.release_id,
        "created_at": about.created_at.isoformat(),
        "sources": [],
        "checks": about.checks,
    }
    (current / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    shutil.copy(warehouse, tmp_path / "var" / "warehouse.duckdb")
    assert site.main([str(tmp_path / "page"), "--data-only"]) == 0
    assert site.main([str(tmp_path / "page"), "--data-only"]) == 0, "what was there is replaced"
    assert about.release_id in (tmp_path / "page" / "data" / "core.js").read_text(encoding="utf-8")
