"""`make bench-archive`: how fast an archive is read, beside FastWARC alone and beside trafilatura on every page.

Builds a WARC of a made mix in `build/archive/` (the same bytes each time) and reads it three times over: plain FastWARC
iteration; ours (gate, reading of what passes, landing); and trafilatura on a sample of all pages, from which its time
for all follows. Then ours on a part of the file and on all of it, for the memory. Every figure is of one core and of
processor time, the best of some runs, each in a process of its own that has imported what it needs.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extract.paths import PROJECT
from ops.terminal import run_command

PLACE = PROJECT / "build" / "archive"
TRAFILATURA = PROJECT / "build" / "bench-read"
GOLD = PROJECT / "tests" / "gold" / "articles"

#: Of the pages. CC-NEWS is a crawl of the whole world's news; here Korean is twenty times as frequent, which is harder.
SHARES = {"latin": 0.665, "korean": 0.2, "korean_cp949": 0.08, "json": 0.02, "image": 0.02, "elsewhere": 0.015}
SMALLEST, LARGEST = 30_000, 150_000
LAYOUTS = ("ndsoft", "portal", "wordpress", "table1990s", "board", "html5", "xe", "amp")
BEGUN = datetime(2024, 3, 1, tzinfo=UTC)
#: Trafilatura takes some 20 ms a page: all of an archive would take hours.
SAMPLE = 150


@dataclass(frozen=True)
class Mix:
    """What a made archive holds. Shares are of all pages."""

    pages: int
    relevant: float = 0.005  # labelled articles
    beside: float = 0.002  # pages with a word of the topic in a headline beside an article on something else
    packed: float = 0.03  # whose body is still gzipped as it was sent

    @property
    def file(self) -> Path:
        return PLACE / f"mix-{self.pages}-{self.relevant:g}-{self.beside:g}-{self.packed:g}.warc.gz"


#: Far more than any crawl of news has, and about what a crawl of Korean news has; see docs/archives.md.
RICH = Mix(0)
THIN = Mix(0, relevant=0.0005, beside=0.0005)


def build(mix: Mix) -> Path:
    """The archive of a mix; made once."""
    if not mix.file.is_file():
        PLACE.mkdir(parents=True, exist_ok=True)
        unfinished = mix.file.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            file.write(record("warcinfo", b"software: Iljari bench\r\n", "application/warc-fields"))
            for url, at, answer in answers(mix):
                file.write(record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request", url, at))
                file.write(record("response", answer, "application/http; msgtype=response", url, at))
        unfinished.rename(mix.file)
    return mix.file


def record(kind: str, block: bytes, media_type: str, url: str = "", at: datetime = BEGUN, packs: bool = True) -> bytes:
    """One WARC record, a gzip member of its own where `packs`."""
    number = f"{abs(hash_of(kind, url, at)):032x}"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:]}>\r\n"
    head += f"WARC-Target-URI: {url}\r\n" if url else ""
    head += f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    whole = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(whole, 6, mtime=0) if packs else whole


def hash_of(*parts: object) -> int:
    return int.from_bytes(random.Random(repr(parts)).randbytes(16), "big")


def http(content: bytes, content_type: str, status: str = "200 OK", encoding: str = "") -> bytes:
    """An HTTP answer as a crawler keeps it."""
    head = (
        f"HTTP/1.1 {status}\r\nServer: nginx\r\nDate: Fri, 01 Mar 2024 00:00:00 GMT\r\nContent-Type: {content_type}\r\n"
    )
    head += "Cache-Control: no-cache\r\nVary: Accept-Encoding\r\nX-Frame-Options: SAMEORIGIN\r\n"
    head += f"Content-Encoding: {encoding}\r\n" if encoding else ""
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


def answers(mix: Mix) -> Iterator[tuple[str, datetime, bytes]]:
    """Address, time and HTTP answer of every page of a mix."""
    from seeds.make_articles import PageOf

    dice = random.Random(20240301)
    writer = _Writer(dice)
    articles = [json.loads(file.read_text("utf-8")) for file in sorted(GOLD.glob("*/*.json"))]
    articles = [article for article in articles if article["published"] and article["title"]]
    chosen = itertools.cycle(dice.sample(articles, len(articles)))
    kinds, weights = list(SHARES), list(SHARES.values())
    every_relevant, every_beside = round(1 / mix.relevant), round(1 / mix.beside)
    for number in range(mix.pages):
        url = f"https://paper{number % 97}.example/news/{number}"
        at = BEGUN + timedelta(seconds=number)
        size = dice.randint(SMALLEST, LARGEST)
        if number % every_relevant == every_relevant // 2:
            article = next(chosen)
            encoding = "cp949" if dice.random() < 0.3 else "utf-8"
            layout = PageOf(dice.choice(LAYOUTS), dice.choice(("p", "br")), "10:24", "{date}", encoding)
            page, encoding = _page(article, layout)
            page = writer.padded(page, size, encoding)
            yield url, at, http(page, "text/html")
            continue
        kind = dice.choices(kinds, weights)[0]
        if number % every_beside == every_beside // 3:
            page = writer.page("korean", size, "utf-8").replace(b"<!--beside-->", BESIDE.encode())
            yield url, at, http(page, "text/html; charset=utf-8")
        elif kind == "image":
            yield url, at, http(dice.randbytes(size), "image/jpeg")
        elif kind == "json":
            yield url, at, http(writer.data(size), "application/json")
        elif kind == "elsewhere":
            yield url, at, http(b"<html>moved</html>", "text/html", "301 Moved Permanently")
        else:
            encoding = "cp949" if kind == "korean_cp949" else "utf-8"
            page = writer.page(kind.split("_")[0], size, encoding)
            packed = dice.random() < mix.packed
            yield (
                url,
                at,
                http(gzip.compress(page, 6, mtime=0) if packed else page, "text/html", encoding="gzip" * packed),
            )


def _page(article: dict[str, Any], layout: Any) -> tuple[bytes, str]:
    """The page of an article and its encoding: UTF-8 where article or layout have a letter that CP949 has not."""
    from seeds.make_articles import page_of

    try:
        return page_of(article, layout), layout.encoding
    except UnicodeEncodeError:
        return page_of(article, layout._replace(encoding="utf-8")), "utf-8"


BESIDE = '<li><a href="/news/7"><span>충북도, 청년 일자리 박람회 열어</span></a></li>'


class _Writer:
    """Pages of news sites on any other subject: a head, menus, scripts and styles, an article, lists of headlines."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.sentences = {"korean": self._korean(), "latin": self._latin()}
        self.script = "".join(
            f"var a{dice.randint(1, 999)}=function(e,t){{return window.{dice.choice('abcdef')}[{dice.randint(1, 99)}]||"
            f"document.querySelector('#box-{dice.randint(1, 9999)}')}};\n"
            for _ in range(3000)
        )
        self.style = "".join(
            f".c{dice.randint(1, 9999)}{{margin:{dice.randint(0, 40)}px;color:#{dice.randint(0, 0xFFFFFF):06x}}}\n"
            for _ in range(3000)
        )

    def page(self, language: str, size: int, encoding: str) -> bytes:
        """An HTML page of about so many bytes, about half of them scripts, styles and markup."""
        dice = self.dice
        head = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{self._headline(language)}</title>'
        parts = [f"{head}<style>{self._slice(self.style, size // 8)}</style>"]
        parts.append(f"<script>{self._slice(self.script, size // 5)}</script></head><body><header><ul>")
        parts += [self._item(language) for _ in range(20)]
        parts.append('</ul></header><div id="article-view-content-div" class="article-body">')
        parts += [
            f"<p>{' '.join(dice.choices(self.sentences[language], k=4))}</p>\n" for _ in range(dice.randint(5, 15))
        ]
        parts.append("</div><aside><ul><!--beside-->")
        n_bytes = sum(len(part.encode(encoding, "replace")) for part in parts)
        while n_bytes < size:
            item = self._item(language)
            n_bytes += len(item.encode(encoding, "replace"))
            parts.append(item)
        parts.append("</ul></aside></body></html>")
        return "".join(parts).encode(encoding, "replace")

    def padded(self, page: bytes, size: int, encoding: str) -> bytes:
        """The page of an article with what a site puts around it, so that it is as large as the others."""
        parts = [f"<script>{self._slice(self.script, size // 3)}</script><aside class='related'><ul>"]
        n_bytes = len(page) + len(parts[0])
        while n_bytes < size:
            parts.append(self._item("korean"))
            n_bytes += len(parts[-1].encode(encoding, "replace"))
        extra = "".join([*parts, "</ul></aside>"]).encode(encoding, "replace")
        return page.replace(b"</body>", extra + b"</body>")

    def data(self, size: int) -> bytes:
        """An answer in JSON."""
        items = [{"title": self._headline("korean"), "id": self.dice.randint(1, 10**6)} for _ in range(size // 120)]
        return json.dumps({"items": items}).encode()

    def _item(self, language: str) -> str:
        number = self.dice.randint(1, 10**7)
        return (
            f'<li class="item list-{number % 7}"><a href="/news/articleView.html?idxno={number}" class="link">'
            f'<img src="/img/{number % 31}/{number}_thumb.jpg" alt="" loading="lazy" width="120" height="80">'
            f'<span class="tit">{self._headline(language)}</span></a>'
            f'<em class="date">2024.03.{number % 29 + 1:02d}</em></li>\n'
        )

    def _headline(self, language: str) -> str:
        return self.dice.choice(self.sentences[language])[:40]

    def _slice(self, text: str, size: int) -> str:
        start = self.dice.randrange(max(1, len(text) - size))
        return text[start : start + size]

    def _korean(self) -> list[str]:
        syllables = (
            "가나다라마바사아자차거너더러머버서어저처고노도로모보소오조초구누두루무부수우주추기니디리미비시이지치"
            + ("강남대상민정원장청실업문화한국선동영공원회의율제시간")
        )
        nouns = ["".join(self.dice.choices(syllables, k=self.dice.randint(2, 4))) for _ in range(4000)]
        endings = ("했다고 밝혔다.", "할 계획이다.", "것으로 나타났다.", "열렸다.", "강조했다.", "전망된다.")
        particles = ("은", "는", "이", "가", "을", "를", "에서", "으로", "의", "과", "", "")

        def sentence() -> str:
            words = (self.dice.choice(nouns) + self.dice.choice(particles) for _ in range(self.dice.randint(8, 20)))
            return " ".join(words) + " " + self.dice.choice(endings)

        return [text for text in (sentence() for _ in range(3000)) if not any(word in text for word in _topic())]

    def _latin(self) -> list[str]:
        letters = "eeeeaaaiiooutttnnnsssrrhhlddcmfpgwybv"
        words = ["".join(self.dice.choices(letters, k=self.dice.randint(2, 9))) for _ in range(5000)]
        return [" ".join(self.dice.choices(words, k=self.dice.randint(10, 24))).capitalize() + "." for _ in range(3000)]


def _topic() -> tuple[str, ...]:
    from extract.relevance import WORDS

    return WORDS


# -- what is measured: each in a process of its own


def plain(file: str) -> dict[str, Any]:
    """FastWARC alone: every record, nothing done with it."""
    from fastwarc.warc import ArchiveIterator

    n = sum(1 for _ in ArchiveIterator(file))
    return {"records": n}


def plain_read(file: str) -> dict[str, Any]:
    """FastWARC, and the bytes of every response."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    n = n_bytes = 0
    for found in ArchiveIterator(file):
        n += 1
        if found.record_type == WarcRecordType.response:
            n_bytes += len(found.reader.read())
    return {"records": n, "bytes": n_bytes}


def ours(file: str) -> dict[str, Any]:
    """The way of a mapped task: gate, reading, landing, in a state folder that is thrown away."""
    from extract.backfill import plan, read_parts

    with tempfile.TemporaryDirectory(prefix="iljari-bench-") as folder:
        os.environ["ILJARI_VAR"] = folder
        os.environ.pop("ILJARI_LANDING", None)
        report = read_parts([part for parts in plan(file).tasks for part in parts])
        return {"records": report.counts["records"], "counts": report.counts, "batches": len(report.batches)}


def reading(file: str) -> dict[str, Any]:
    """Of ours, the reading of the pages that pass the gate."""
    from extract.reading import read_page

    spent = [0.0]

    def timed(*given: Any) -> Any:
        begin = time.process_time()
        try:
            return read_page(*given)
        finally:
            spent[0] += time.process_time() - begin

    import extract.backfill

    vars(extract.backfill)["read_page"] = timed
    return ours(file) | {"of which": spent[0]}


def trafilatura(file: str) -> dict[str, Any]:
    """trafilatura on every n-th page, whatever it is about; its time for all of them follows from that."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from trafilatura import bare_extraction

    pages = [
        found.reader.read()
        for found in ArchiveIterator(file, auto_decode="content")
        if found.record_type == WarcRecordType.response and "html" in (found.http_content_type or "")
    ]
    sample = pages[:: max(1, len(pages) // SAMPLE)]
    begin = time.process_time()
    for page in sample:
        bare_extraction(page)
    seconds = (time.process_time() - begin) / len(sample)
    return {"seconds": seconds * len(pages), "pages": len(pages), "sample": len(sample), "each": seconds}


MEASURES: dict[str, Callable[[str], dict[str, Any]]] = {
    "plain": plain,
    "plain_read": plain_read,
    "ours": ours,
    "reading": reading,
    "trafilatura": trafilatura,
}


def warm_up() -> None:
    """Reads an archive of one page, so that all is imported and the gate is made."""
    page = "<html><body><p>일자리 사업을 새로 짜고 다음 달부터 신청을 받는다고 밝혔다.</p></body></html>".encode()
    with tempfile.TemporaryDirectory(prefix="iljari-bench-") as folder:
        file = Path(folder) / "one.warc.gz"
        url = "https://paper.example/1"
        file.write_bytes(record("response", http(page, "text/html"), "application/http; msgtype=response", url))
        ours(str(file))


def child(name: str, file: str) -> None:
    """One measurement, printed as JSON."""
    if name in ("ours", "reading"):
        warm_up()
    begin = time.process_time()
    found = MEASURES[name](file)
    found.setdefault("seconds", time.process_time() - begin)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def measured(names: list[str], file: Path, runs: int) -> dict[str, dict[str, Any]]:
    """The fastest of some runs of each, taken in turns: what else the machine does then falls on all of them alike."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for turn in range(runs):
        for name in names:
            if turn == 0 or name != "trafilatura":
                found[name].append(one_run(name, file))
    return {name: min(each, key=lambda one: one["seconds"]) for name, each in found.items()}


def one_run(name: str, file: Path) -> dict[str, Any]:
    """A measurement in a process of its own."""
    env = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    if name == "trafilatura":
        env["PYTHONPATH"] = os.pathsep.join([str(PROJECT), str(TRAFILATURA)])
    command = [sys.executable, "-m", "ops.bench_archive", "--child", name, str(file)]
    done = subprocess.run(command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def bench(pages: int, runs: int) -> None:
    """Builds and measures two mixes, and prints a table for each."""
    small = build(Mix(pages // 4))
    for title, mix in (("rich: one page in 200 is on the topic", RICH), ("thin: one in 2,000", THIN)):
        print(f"\nbuilding an archive of {pages:,} pages in {PLACE.relative_to(PROJECT)} ...", flush=True)
        compare(title, build(replace(mix, pages=pages)), runs)
    few, many = (one_run("ours", file)["peak_mb"] for file in (small, build(replace(RICH, pages=pages))))
    print(f"\npeak memory of ours: {few:.0f} MB on {pages // 4:,} pages, {many:.0f} MB on {pages:,}")


def compare(title: str, file: Path, runs: int) -> None:
    """Measures one archive and prints what came of it."""
    names = ["plain", "plain_read", "ours", "reading"] + (
        ["trafilatura"] if (TRAFILATURA / "trafilatura").is_dir() else []
    )
    results = measured(names, file, runs)
    n_bytes = results["plain_read"]["bytes"]
    n_records = results["plain"]["records"]
    print(f"{title}; {n_records:,} records, {n_bytes / 1e6:,.0f} MB of responses, ", end="")
    print(f"{file.stat().st_size / 1e6:,.0f} MB on disk; one core, processor time, best of {runs}\n")
    print(f"{'':<34}{'seconds':>9}{'records/s':>11}{'MB/s':>8}{'peak MB':>9}")
    labels = {"plain": "plain FastWARC iteration", "plain_read": "the same, and every body read", "ours": "ours"}
    for name, label in labels.items():
        _print_row(label, results[name], n_records, n_bytes)
    if "trafilatura" in results:
        found = results["trafilatura"]
        _print_row(f"trafilatura (from {found['sample']} of {found['pages']:,})", found, n_records, n_bytes)
    counts = results["ours"]["counts"]
    print("\nours: " + ", ".join(f"{name} {count:,}" for name, count in counts.items()))
    spent, seconds = results["reading"]["of which"], results["reading"]["seconds"]
    print(f"reading what passed: {1000 * spent / max(1, counts['gate: passed']):.1f} ms a page, ", end="")
    print(f"{spent / seconds:.0%} of the time of ours")
    seconds = results["ours"]["seconds"]
    print(f"ours : plain iteration  {results['plain']['seconds'] / seconds:.2f} of its speed (goal 0.7)")
    if "trafilatura" in results:
        print(f"ours : trafilatura      {results['trafilatura']['seconds'] / seconds:.0f} times its speed (goal 50)")


def _print_row(label: str, found: dict[str, Any], n_records: int, n_bytes: int) -> None:
    seconds = found["seconds"]
    peak = f"{found['peak_mb']:9.0f}" if not label.startswith("trafilatura") else f"{'':>9}"
    print(f"{label:<34}{seconds:9.2f}{n_records / seconds:11,.0f}{n_bytes / 1e6 / seconds:8.0f}{peak}")


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make bench-archive`."""
    parser = argparse.ArgumentParser(
        prog="make bench-archive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=6000, help="pages in the archive (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs, of which the fastest counts (default: %(default)s)")
    parser.add_argument("--child", nargs=2, metavar=("MEASURE", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child:
        child(*given.child)
        return 0
    return run_command(lambda: bench(given.pages, given.runs))


if __name__ == "__main__":
    raise SystemExit(main())
