import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest

from extract.errors import IljariError
from tests.extract.paper import Known, Paper
from tests.web_site import answer, page, redirect

SECRETS = {"naver_news": ("my-id", "my-s3cret")}


def results(*paths: str, n_more: int = 0) -> bytes:
    items = [
        {"originallink": path, "link": "https://n.news.naver.com/article/001/1", "description": "조각 <b>글</b>"}
        for path in paths
    ]
    items += [
        {"originallink": f"http://p.example/{n}", "pubDate": "Fri, 27 Feb 2026 09:30:00 +0900"} for n in range(n_more)
    ]
    return json.dumps({"total": 9999, "items": items}).encode()


def entry(paper: Paper, **fields: object):
    return paper.entry("naver_news", "/search", **({"queries": ["일자리대상"]} | fields))


def asked(paper: Paper) -> list[dict[str, str]]:
    return [{key: values[0] for key, values in parse_qs(urlsplit(path).query).items()} for path in paper.paths()]


class AnyQuery(Paper):
    """The API: whatever is asked, the next of its answers."""

    def _behaviour(self, request):
        if request.path.startswith("/search?"):
            self._behaviours.setdefault(request.path, self._behaviours["/search"])
        return super()._behaviour(request)


@pytest.fixture
def api():
    with AnyQuery() as paper:
        yield paper


def found(api: Paper, memory=None, secrets=SECRETS, **fields) -> list[str]:
    source, _ = api.source(entry(api, **fields), memory, secrets=secrets.get)
    return [item.url for item in source.discover()]


def test_results_lead_to_the_publishers_own_page(api: Paper) -> None:
    api.at("/search", page(results("http://p.example/1", "", "javascript:x", "http://p.example/1")))
    assert found(api) == ["http://p.example/1", "https://n.news.naver.com/article/001/1"]
    (query,) = asked(api)
    assert query == {"query": "일자리대상", "display": "100", "start": "1", "sort": "date"}


def test_id_and_secret_go_as_headers_to_the_api_and_nowhere_else(api: Paper, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    api.at("/search", page(results(api.url("/1"))))
    source, web = api.source(entry(api), secrets=SECRETS.get)
    (item,) = source.discover()
    api.at("/1", page(b"<p>x"))
    source.fetch(item)
    head, *rest = api.requests
    assert (head.headers["x-ncp-apigw-api-key-id"], head.headers["x-ncp-apigw-api-key"]) == ("my-id", "my-s3cret")
    assert [request.path for request in rest] == ["/robots.txt", "/1"]
    assert "my-s3cret" not in str(rest)
    assert "my-s3cret" not in head.path + caplog.text + repr(web.take_lists())


def test_a_redirect_to_another_host_takes_no_secret_along(api: Paper) -> None:
    with Paper("127.0.0.2") as other:
        other.at("/elsewhere", page(results()))
        api.at("/search", redirect(other.url("/elsewhere")))
        found(api)
        assert [request.path for request in other.requests] == ["/elsewhere"]
        assert "my-s3cret" not in str(other.requests)


def test_no_more_than_a_thousand_results_are_asked_for(api: Paper) -> None:
    api.at("/search", page(results(n_more=100)))
    found(api, max_results=1000)
    assert [int(query["start"]) for query in asked(api)] == list(range(1, 1001, 100))
    assert all(int(query["start"]) + int(query["display"]) <= 1001 for query in asked(api))


def test_the_last_request_asks_for_what_is_left(api: Paper) -> None:
    api.at("/search", page(results(n_more=100)))
    found(api, max_results=150)
    assert [(query["start"], query["display"]) for query in asked(api)] == [("1", "100"), ("101", "50")]


def test_it_stops_at_a_short_answer_and_at_what_is_known(api: Paper) -> None:
    api.at("/search", page(results(n_more=99)))
    found(api, queries=["가", "나"])
    assert [query["query"] for query in asked(api)] == ["가", "나"]
    api.requests.clear()
    api.at("/search", page(results(n_more=100)))
    known = Known(*(f"http://p.example/{n}" for n in range(100)))
    found(api, known)
    assert len(asked(api)) == 1


def test_without_id_and_secret_it_says_where_they_go(api: Paper) -> None:
    with pytest.raises(IljariError, match=r"connection 'naver_news' in Airflow.*ILJARI_NAVER_NEWS_ID"):
        found(api, secrets={})
    assert api.requests == []


def test_they_may_stand_in_the_environment(api: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILJARI_NAVER_NEWS_ID", "env-id")
    monkeypatch.setenv("ILJARI_NAVER_NEWS_SECRET", "env-secret")
    api.at("/search", page(results("http://p.example/1")))
    source, _ = api.source(entry(api, id_header="X-Naver-Client-Id", secret_header="X-Naver-Client-Secret"))
    assert len(list(source.discover())) == 1
    assert api.requests[0].headers["x-naver-client-secret"] == "env-secret"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_says_what_to_check_without_the_secret(api: Paper, status: int) -> None:
    api.at("/search", answer(status))
    with pytest.raises(IljariError, match=f"HTTP {status}") as caught:
        found(api)
    assert "my-s3cret" not in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"items": 3}', b'{"errorCode": "024"}', b"[" * 100_000])
def test_what_is_no_answer_of_the_api_is_an_error(api: Paper, body: bytes) -> None:
    api.at("/search", page(body))
    with pytest.raises(IljariError, match="something else than results"):
        found(api)
