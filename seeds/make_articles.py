"""Writes the sample, `seeds/articles`, from labelled articles that were written for this project.

    python seeds/make_articles.py [FOLDER OF LABELLED ARTICLES]

They come in the three formats that the folder source reads: text dumps, JSON and JSON Lines, and HTML pages in the
markup that Korean news sites and municipal boards have, two of them in CP949. What surrounds an article in the
pages (`seeds/pages`: menus, rankings, related headlines, weather, comments) is invented, and must not become a claim.
The tests read every file back and compare it with the labelled article. A second run writes the same bytes.
"""

import html
import json
import shutil
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

SEEDS = Path(__file__).resolve().parent
SAMPLE = SEEDS / "articles"
LABELLED = SEEDS.parent / "tests" / "gold" / "articles" / "given"
KST = timezone(timedelta(hours=9))


class PageOf(NamedTuple):
    """How an article becomes a page. `time` of day and address are invented; the date is the article's own."""

    layout: str
    paragraphs: str  # p | br | div | span
    time: str | None = None
    dateline: str = ""  # how the layout writes the date, where it has a place for it
    encoding: str = "utf-8"


PAGES = {
    "g1_001": PageOf("ndsoft", "p", "10:24"),
    "g1_018": PageOf("ndsoft", "p", "17:05"),
    "g1_019": PageOf("portal", "br", "13:40"),
    "g1_029": PageOf("portal", "br", "09:12"),
    "g1_049": PageOf("wordpress", "p", "18:31"),
    "g1_052": PageOf("wordpress", "span", "08:45"),
    "g1_051": PageOf("table1990s", "br", "14:20", "입력시간 : {date} {time}", "cp949"),
    "g2_016": PageOf("table1990s", "br", None, "{date} 편집부", "cp949"),
    "g2_075": PageOf("board", "span", None, "{date}"),
    "g2_029": PageOf("board", "br", None, "{korean}"),
    "g2_001": PageOf("html5", "p", "17:20"),
    "g1_014": PageOf("undated", "p"),
    "g1_045": PageOf("undated", "div"),
    "g1_047": PageOf("plain", "p"),
    "g2_078": PageOf("plain", "br"),
    "g2_073": PageOf("xe", "div", "14:10", "{dotted} {time}"),
    "g2_059": PageOf("amp", "p", "12:40"),
}
#: Dumps: articles whose text shows its headline, and its date where it has one, as a page's text does.
DUMPS = (
    "g1_002 g1_010 g1_038 g1_063 g2_007 g2_014 g2_022 g2_025 g2_032 g2_034 "
    "g2_052 g2_054 g2_056 g2_058 g2_062 g2_066 g2_074"
)
#: JSON Lines, by file; every other article is a JSON file of its own.
LINES = {
    "press_releases.jsonl": "g1_060 g1_061 g2_010 g2_013",
    "archive.jsonl": "g2_030 g2_035 g2_046",
}


def main(labelled: Path = LABELLED, sample: Path = SAMPLE) -> None:
    """Writes the sample anew. Raises where a labelled article is missing or a page cannot hold its text."""
    articles = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(labelled.glob("*.json"))}
    articles = {name: article for name, article in articles.items() if not article["invented"]}
    shutil.rmtree(sample, ignore_errors=True)
    sample.mkdir(parents=True)
    for name, page in PAGES.items():
        (sample / f"{name}.html").write_bytes(page_of(articles.pop(name), page))
    for name in DUMPS.split():
        (sample / f"{name}.txt").write_text(articles.pop(name)["text"] + "\n", "utf-8")
    for file, names in LINES.items():
        lines = [json.dumps(record(articles.pop(name)), ensure_ascii=False) for name in names.split()]
        (sample / file).write_text("\n".join(lines) + "\n", "utf-8")
    for name, article in articles.items():
        text = json.dumps(record(article), ensure_ascii=False, indent=1)
        (sample / f"{name}.json").write_text(text + "\n", "utf-8")


def record(article: dict[str, Any]) -> dict[str, Any]:
    """An article as data; what is labelled in it stays out."""
    return {key: article[key] for key in ("id", "title", "published", "text")}


def page_of(article: dict[str, Any], page: PageOf) -> bytes:
    """An article as a page."""
    # The first lines are headline and, for some, dateline: a page has its own places for both.
    title, body = article["title"], article["text"].split("\n\n", 1)[1]
    layout = Template((SEEDS / "pages" / f"{page.layout}.html").read_text("utf-8"))
    fields = {
        "title_html": html.escape(title),
        "title_json": json.dumps(title, ensure_ascii=False),
        "body": paragraphs(body, page.paragraphs),
        "url": f"https://news.example.org/{page.layout}/view?id={article['id']}",
    }
    return layout.substitute(fields | times(article["published"], page)).encode(page.encoding)


def times(published: str | None, page: PageOf) -> dict[str, str]:
    """The publication time in the forms that layouts write."""
    if published is None:
        return {}
    at = datetime.fromisoformat(f"{published}T{page.time or '00:00'}").replace(tzinfo=KST)
    parts = {
        "date": published,
        "dotted": published.replace("-", "."),
        "korean": f"{at.year}년 {at.month:02}월 {at.day:02}일",
        "time": page.time,
    }
    clock = f"{'오전' if at.hour < 12 else '오후'} {(at.hour - 1) % 12 + 1}:{at.minute:02}"
    return {
        "iso": at.isoformat(),
        "iso_naive": at.replace(tzinfo=None).isoformat(sep=" "),
        "iso_utc": at.astimezone(UTC).isoformat(),
        "visible": f"{parts['dotted']} {page.time}",
        "visible_korean": f"{parts['dotted']}. {clock}",
        "dateline": page.dateline.format(**parts),
    }


def paragraphs(body: str, kind: str) -> str:
    """The body in one of the ways that pages set paragraphs."""
    texts = [html.escape(text).replace("\n", "<br>\n") for text in body.split("\n\n")]
    if kind == "br":
        return "<br><br>\n".join(texts)
    if kind == "span":
        texts = [f'<p style="text-align:justify"><span style="font-size:12pt">{text}</span></p>' for text in texts]
        return "\n<p>&nbsp;</p>\n".join(texts)
    return "\n".join(f"<{kind}>{text}</{kind}>" for text in texts)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
