"""`python -m extract.claims`: one line out for each line in, evidence marked, clear errors."""

import io
import json
import sys
from pathlib import Path

import pytest

from extract.claims import EXTRACTOR_VERSION
from extract.claims.__main__ import main

TEXT = "화순군, 일자리대상 특별상\n\n전남 화순군이 29일 ‘2020년 전국 지방자치단체 일자리대상’에서 특별상과 사업비 8천만 원을 받았다."


def run(monkeypatch: pytest.MonkeyPatch, *args: str, stdin: str = "") -> int:
    monkeypatch.setattr(sys, "argv", ["extract.claims", *args])
    monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    return main()


def test_jsonl_gives_a_line_for_each_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"id": "a", "title": "화순군, 일자리대상 특별상", "published": "2020-09-30", "text": TEXT},
        {"id": "b", "title": None, "published": None, "text": "오늘은 맑다."},
        {"id": "c", "published": "2020-09-30T18:00:00+09:00", "text": TEXT},
    ]
    assert run(monkeypatch, "--jsonl", stdin="\n".join(json.dumps(line) for line in lines)) == 0
    out = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [o["id"] for o in out] == ["a", "b", "c"]
    assert (
        out[0]["awards"]
        == out[2]["awards"]
        == [
            {
                "municipality": "전남 화순군",
                "programme": "national_jobs_award",
                "award_year": 2020,
                "category": "unspecified",
                "grade": "특별상",
                "incentive_krw": 80_000_000,
                "optional": False,
            }
        ]
    )
    assert out[1] == {"id": "b", "awards": [], "targets": [], "indicators": []}


def test_a_broken_line_is_told_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = (
        '{"id": "a", "text": \n'
        + json.dumps({"id": "b", "published": "gestern", "text": TEXT})
        + "\n"
        + json.dumps({"id": "c", "text": TEXT})
    )
    assert run(monkeypatch, "--jsonl", stdin=stdin) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == [None, "b", "c"]
    assert "line 1" in captured.err
    assert "line 2" in captured.err
    assert "gestern" in captured.err


def test_a_file_is_shown_with_its_evidence_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert run(monkeypatch, str(path), "--published", "2020-09-30") == 0
    out = capsys.readouterr().out
    assert "【전남 화순군이" in out
    assert "전남 화순군 | national_jobs_award 2020 unspecified 특별상 80,000,000 won" in out


def test_why_shows_the_mentions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert run(monkeypatch, str(path), "--why") == 0
    out = capsys.readouterr().out
    assert "grade     '특별상'" in out
    assert "place     '전남 화순군'" in out


def test_a_file_that_is_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xff\xfe\x00")
    assert run(monkeypatch, str(path)) == 1
    assert "cannot be read as UTF-8" in capsys.readouterr().err


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        run(monkeypatch, "--version")
    assert EXTRACTOR_VERSION in capsys.readouterr().out
