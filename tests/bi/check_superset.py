"""Superset for real: `make test-bi`. It starts one of its own on a made-up release, in a folder of its own, looks at both
dashboards in a browser, and stops it. Not collected by `make test`: Superset's environment alone takes minutes to install.

`BI_CHECK_RELEASE=FOLDER` looks at a real release instead (a copy of it); the pictures are in build/bi/screenshots.
"""

import json
import os
import shutil
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from bi.keys import bi_keys
from bi.words import WORDS
from extract.errors import IljariError
from extract.paths import PROJECT
from ops import bi
from publish.bi_bundle import read_assets
from publish.dictionary import parse_manifest
from tests.bi import made_release
from tests.browser import chromium

pytestmark = pytest.mark.timeout(3600)

SCREENSHOTS = PROJECT / "build" / "bi" / "screenshots"
#: the dashboards and how many charts the browser is to draw on each
CHARTS = {
    board["slug"]: sum(isinstance(item, dict) and item["type"] == "CHART" for item in board["position"].values())
    for name, board in read_assets().items()
    if name.startswith("dashboards/")
}


#: how long the browser may take to reach a state, in milliseconds: how busy the machine is says nothing of Superset
PATIENCE = 900_000


class Superset:
    """One running Superset, and what its admin asks of it over HTTP."""

    def __init__(self, instance: bi.BiInstance, release: Path) -> None:
        self.url, self.release, self.pid = instance.url, release, instance.process.pid
        self.password = bi_keys(bi.home()).admin_password
        self.http = httpx.Client(base_url=self.url, timeout=120)
        self.log_in()

    def log_in(self) -> None:
        """A token lives for a quarter of an hour, which the browser may take on a busy machine."""
        self.http.headers.pop("Authorization", None)
        login = {"username": "admin", "password": self.password, "provider": "db", "refresh": True}
        token = self.http.post("/api/v1/security/login", json=login).raise_for_status().json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        self.http.headers["Referer"] = self.url
        csrf = self.http.get("/api/v1/security/csrf_token/").raise_for_status().json()["result"]
        self.http.headers["X-CSRFToken"] = csrf

    def one(self, path: str, key: str, value: str) -> dict[str, Any]:
        """The one entry of a list whose `key` is `value`."""
        found = self.http.get(f"{path}?q=(page_size:100)").raise_for_status().json()["result"]
        (entry,) = [entry for entry in found if entry[key] == value]
        return entry

    def metric(self, table: str, metric: str) -> Any:
        """A metric of a dataset, as a chart asks for it."""
        source = {"id": self.one("/api/v1/dataset/", "table_name", table)["id"], "type": "table"}
        query = {
            "datasource": source,
            "queries": [{"metrics": [metric], "columns": []}],
            "result_format": "json",
            "result_type": "full",
        }
        (answer,) = self.http.post("/api/v1/chart/data", json=query).raise_for_status().json()["result"]
        return answer["data"][0][metric]

    def sql(self, text: str) -> httpx.Response:
        """What SQL Lab says."""
        database = self.one("/api/v1/database/", "database_name", "Iljari (일자리)")["id"]
        query = {
            "database_id": database,
            "sql": text,
            "runAsync": False,
            "schema": "main",
            "client_id": os.urandom(5).hex(),
        }
        return self.http.post("/api/v1/sqllab/execute/", json=query)

    def on_the_release(self, text: str) -> Any:
        """The same question to the file itself."""
        return self.row_of_the_release(text)[0]

    def row_of_the_release(self, text: str) -> tuple[Any, ...]:
        """Its first row."""
        with duckdb.connect(str((self.release / "current" / "iljari.duckdb").resolve()), read_only=True) as connection:
            row: tuple[Any, ...] = connection.execute(text).fetchone()  # type: ignore[assignment]
        return row


@pytest.fixture(scope="module")
def superset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    var = tmp_path_factory.mktemp("bi") / "var"
    release = var / "release"
    if given := os.environ.get("BI_CHECK_RELEASE"):
        release.mkdir(parents=True)
        folder = Path(given).resolve()
        shutil.copytree(folder, release / folder.name)
        made_release.point_current_to(release, folder.name)
    else:
        made_release.write(release, parse_manifest(tmp_path_factory.mktemp("target")), made_release.made_up())
    patch = pytest.MonkeyPatch()
    patch.setenv("ILJARI_VAR", str(var))
    patch.setattr(bi, "DEFAULT_PORT", 0)
    patch.setattr(bi, "START_WITHIN", 900.0)  # how busy the machine is says nothing of Superset
    patch.delenv("BI_PORT", raising=False)
    said: list[str] = []
    try:
        yield Superset(bi.up(said.append), release)
    finally:
        bi.down(said.append)
        patch.undo()


def test_the_number_on_a_chart_is_that_of_the_release(superset: Superset) -> None:
    assert superset.metric("fct_job_awards", "awards_won") == superset.on_the_release(
        "select count(*) from fct_job_awards where programme = 'national_jobs_award'"
    )
    rate = superset.on_the_release(
        "select sum(actual_jobs) / sum(target_jobs)::double from fct_job_targets "
        "where scope = 'total' and period_end is null and actual_jobs is not null and target_jobs is not null"
    )
    assert superset.metric("fct_job_targets", "achievement_rate") == pytest.approx(rate)


def test_nobody_comes_in_without_the_password(superset: Superset) -> None:
    stranger = httpx.Client(base_url=superset.url, follow_redirects=False)
    for path in ("/api/v1/dashboard/", "/api/v1/dataset/", "/api/v1/database/", "/api/v1/chart/"):
        answer = stranger.get(path)
        assert answer.status_code in (401, 403) or answer.json().get("count") == 0, (path, answer.text[:300])
    dashboard = stranger.get("/superset/dashboard/overview/")
    assert dashboard.status_code in (302, 401, 403, 404) and "/login" in dashboard.headers.get("location", "/login")
    for password in ("admin", "superset", "general", ""):
        wrong = {"username": "admin", "password": password, "provider": "db"}
        assert stranger.post("/api/v1/security/login", json=wrong).status_code in (400, 401, 429)
    # A form from another site has no token.
    forged = superset.http.post("/api/v1/sqllab/execute/", json={}, headers={"X-CSRFToken": "", "Authorization": ""})
    assert forged.status_code in (302, 400, 401)


def test_it_listens_on_loopback_and_keeps_its_secrets_to_itself(superset: Superset) -> None:
    import psutil

    server = psutil.Process(superset.pid)
    listening = {
        connection.laddr.ip
        for process in (server, *server.children(recursive=True))
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    home = bi.home()
    assert {stat.S_IMODE((home / name).stat().st_mode) for name in ("keys.json", "superset.db", "instance.json")} == {
        0o600
    }
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    # Of a process that ends in this moment there is none.
    commands = [" ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"])]
    assert superset.password not in " ".join(commands)
    logs = "".join(log.read_text(errors="replace") for log in (home / "logs").glob("*.log"))
    assert logs and superset.password not in logs and bi_keys(home).secret_key not in logs


def test_the_page_may_ask_nobody_else(superset: Superset) -> None:
    policy = superset.http.get("/login/").headers["content-security-policy"]
    assert "://" not in policy and "unsafe-eval" not in policy and "frame-ancestors 'none'" in policy


def test_its_buttons_have_no_guessed_translation(superset: Superset) -> None:
    words = superset.http.get("/superset/language_pack/ko/").raise_for_status().json()["locale_data"]["superset"]
    assert len(words) > 1000 and words["Charts"] == ["차트"] and words["entries"] == [WORDS["entries"]]
    assert "All records" not in words, "guessed by a tool: 차트 추가"


@pytest.mark.parametrize(
    "text",
    [
        "insert into fct_job_awards select * from fct_job_awards",
        "update fct_job_awards set grade = '대상'",
        "delete from fct_job_awards",
        "create table stolen as select 1",
        "drop table fct_job_awards",
        "attach '/tmp/other.duckdb' as other",
        "copy fct_job_awards to '/tmp/stolen.csv'",
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('https://example.org/x.csv')",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
@pytest.mark.parametrize("is_allowed", [False, True], ids=["as imported", "with allow_dml"])
def test_sql_lab_can_read_the_release_and_nothing_else(superset: Superset, text: str, is_allowed: bool) -> None:
    database = superset.one("/api/v1/database/", "database_name", "Iljari (일자리)")["id"]
    superset.http.put(
        f"/api/v1/database/{database}", json={"allow_dml": is_allowed, "allow_ctas": is_allowed}
    ).raise_for_status()
    before = superset.on_the_release("select count(*) from fct_job_awards")
    answer = superset.sql(text)
    assert answer.status_code >= 400, answer.text[:300]
    assert superset.on_the_release("select count(*) from fct_job_awards") == before
    superset.http.put(f"/api/v1/database/{database}", json={"allow_dml": False, "allow_ctas": False}).raise_for_status()
    read = superset.sql("select count(*) as n from fct_job_awards")
    assert read.status_code == 200 and read.json()["data"][0]["n"] == before


def test_another_database_cannot_be_opened(superset: Superset, tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    for uri in (f"duckdb:///{tmp_path / 'other.duckdb'}", "duckdb:///:memory:"):
        answer = superset.http.post(
            "/api/v1/database/test_connection/", json={"sqlalchemy_uri": uri, "database_name": "other"}
        )
        assert answer.status_code >= 400, (uri, answer.text[:300])


def log_in(page: Any, superset: Superset, password: str = "") -> None:
    """Through the form, up to the server's answer: no need for the page behind it, whose many files took minutes on a
    busy machine."""
    page.goto(f"{superset.url}/login/", wait_until="commit")
    page.locator("input[name=username], input[id=username]").first.fill("admin")
    page.locator("input[type=password]").first.fill(password or superset.password)
    with page.expect_response(lambda a: a.request.method == "POST" and "/login" in a.url, timeout=PATIENCE) as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 302, f"the login said {answer.value.status}"
    assert "/login" not in answer.value.headers["location"], "the login was refused"
    page.wait_for_url(lambda url: "/login" not in url, wait_until="commit")


def open_dashboard(page: Any, superset: Superset, slug: str) -> None:
    """Until every chart is drawn and nothing more is asked for."""
    page.goto(f"{superset.url}/superset/dashboard/{slug}/", wait_until="commit")
    wait_until_drawn(page, slug)


def wait_until_drawn(page: Any, slug: str) -> None:
    for _ in range(2):  # a chart is drawn once more when a filter has chosen its first value
        page.wait_for_function(
            """count => {
                const drawn = [...document.querySelectorAll('.slice_container')].filter(e => e.innerText || e.querySelector('canvas, svg, table'))
                return drawn.length === count && !document.querySelector('.dashboard [data-test="loading-indicator"], .dashboard .loading')
            }""",
            arg=CHARTS[slug],
        )
        page.wait_for_load_state("networkidle")


class TestInTheBrowser:
    @pytest.fixture(scope="class")
    def page(self, superset: Superset) -> Iterator[Any]:
        from playwright.sync_api import sync_playwright

        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = chromium(playwright)
            page = browser.new_context(viewport={"width": 1440, "height": 3000}, locale="ko-KR").new_page()
            page.set_default_timeout(PATIENCE)
            page.answered = []
            page.on("response", lambda response: page.answered.append((response.status, response.url)))
            log_in(page, superset)
            yield page
            browser.close()

    def test_a_wrong_password_is_told_in_the_browser_too(self, superset: Superset, page: Any) -> None:
        stranger = page.context.browser.new_context(locale="ko-KR").new_page()
        stranger.set_default_timeout(PATIENCE)
        with pytest.raises(AssertionError, match="refused"):
            log_in(stranger, superset, password="admin")
        stranger.context.close()

    @pytest.mark.parametrize("slug", CHARTS)
    def test_every_chart_of_a_dashboard_is_drawn(self, superset: Superset, page: Any, slug: str) -> None:
        page.answered.clear()
        open_dashboard(page, superset, slug)
        page.screenshot(path=SCREENSHOTS / f"{slug}.png")
        assert page.locator(".dashboard .ant-alert-error, .dashboard [data-test=error-message]").count() == 0
        assert [answer for answer in page.answered if answer[0] >= 400] == []
        # Answers, because a request that the policy stops is seen too: none got out.
        assert {url.split("/")[2] for _, url in page.answered if url.startswith("http")} == {superset.url.split("/")[2]}

    def test_a_big_number_is_the_one_of_the_release(self, superset: Superset, page: Any) -> None:
        page.goto(f"{superset.url}/superset/dashboard/overview/", wait_until="commit")
        won = superset.on_the_release("select count(*) from fct_job_awards where programme = 'national_jobs_award'")
        chart = page.locator(".dashboard-component-chart-holder", has_text="수상 건수").first
        page.wait_for_function("e => /[0-9]/.test(e.innerText)", arg=chart.element_handle())
        assert f"{won:,}" in chart.inner_text().split()

    def test_a_chosen_municipality_reaches_every_chart(self, superset: Superset, page: Any) -> None:
        chosen, awards = superset.row_of_the_release(
            "select municipality, (select count(*) from fct_job_awards as award "
            "where award.municipality_id = place.municipality_id and programme = 'national_jobs_award') as n "
            "from dim_municipality as place where valid_to is null and n > 0 order by municipality desc limit 1"
        )
        open_dashboard(page, superset, "municipality")
        first = page.locator(".filter-item-wrapper, [data-test=form-item-value]").first.inner_text()
        assert chosen not in first
        asked: dict[int, set[str]] = {}

        def note(request: Any) -> None:
            if request.method == "POST" and "/api/v1/chart/data" in request.url:
                asked_for = request.post_data_json
                values = [f["val"] for query in asked_for["queries"] for f in query["filters"]]
                slice_id = asked_for["form_data"].get("slice_id")  # none: the filter's own list
                if slice_id:
                    asked[slice_id] = {v for value in values for v in (value if isinstance(value, list) else [value])}

        page.on("request", note)
        # By its focus: what is chosen lies over the field, where a click would wait for ever.
        page.locator("[id=NATIVE_FILTER-municipality]").focus()
        page.keyboard.type(chosen)
        page.locator(".ant-select-item-option", has_text=chosen).first.click()
        page.locator("[data-test=filter-bar__apply-button]").click()
        number = page.locator(".dashboard-component-chart-holder", has_text="수상 건수").first.element_handle()
        page.wait_for_function("([e, n]) => e.innerText.split(/\\s+/).includes(n)", arg=[number, f"{awards:,}"])
        wait_until_drawn(page, "municipality")
        page.remove_listener("request", note)
        page.screenshot(path=SCREENSHOTS / "municipality-chosen.png")
        assert len(asked) == CHARTS["municipality"]
        assert [slice_id for slice_id, values in asked.items() if chosen not in values] == []

    def test_text_of_an_article_is_never_html(self, superset: Superset, page: Any) -> None:
        if os.environ.get("BI_CHECK_RELEASE"):
            pytest.skip("of made-up articles only")
        page.goto(f"{superset.url}/superset/dashboard/municipality/", wait_until="commit")
        table = page.locator(".dashboard-component-chart-holder", has_text="근거: 어느 기사").locator("table").last
        page.wait_for_function("e => e.innerText.includes('우수상')", arg=table.element_handle())
        assert "<b>우수상</b>을 받았다" in table.inner_text() and "<script>alert(1)</script>" in table.inner_text()
        assert table.locator("script, b").count() == 0


def test_a_new_release_is_seen_without_a_restart_also_while_queries_run(superset: Superset) -> None:
    """Last, because it changes the release. Queries on the old one go on all the time: DuckDB would give a connection
    to the same path the file that it has open."""
    superset.log_in()
    before = superset.metric("fct_job_awards", "awards_won")
    pid, stop, failed = superset.pid, threading.Event(), []

    def ask_all_the_time() -> None:
        while not stop.is_set():
            try:
                superset.metric("fct_job_awards", "awards_won")
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=ask_all_the_time) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        made_release.next_release(
            superset.release,
            "insert into fct_job_awards by name "
            "select * replace ('new' || fact_id as fact_id) from fct_job_awards where programme = 'national_jobs_award'",
        )
        after = [superset.metric("fct_job_awards", "awards_won") for _ in range(10)]
        newest = superset.sql(
            f"select regexp_extract(path, '{made_release.SECOND}') as id from duckdb_databases() where database_name = 'iljari'"
        )
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert after == [2 * before] * 10
    assert newest.json()["data"] == [{"id": made_release.SECOND}]
    instance = bi.last_instance()
    assert instance and instance.process.pid == pid and instance.process.find()


def test_make_bi_again_leaves_it_running_and_keeps_what_people_made(superset: Superset) -> None:
    made = superset.http.post("/api/v1/dashboard/", json={"dashboard_title": "내 대시보드", "slug": "mine"})
    assert made.status_code == 201, made.text
    said: list[str] = []
    assert bi.up(said.append).process.pid == superset.pid
    assert "Superset runs already" in said
    assert superset.one("/api/v1/dashboard/", "slug", "mine")["dashboard_title"] == "내 대시보드"
    assert json.loads((bi.home() / "keys.json").read_text())["admin_password"] == superset.password


def test_without_a_release_it_says_what_to_do(
    superset: Superset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ILJARI_VAR", str(tmp_path))
    with pytest.raises(IljariError, match="make run"):
        bi.up(lambda line: None)
