"""WARC files for the tests: small pages in records as crawlers write them."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

from ops.bench_archive import http, record

AT = datetime(2024, 3, 1, 12, 30, tzinfo=UTC)
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{name}, 일자리대상 최우수상</title>'
    '<meta property="og:title" content="{name}, 일자리대상 최우수상">'
    '<meta property="article:published_time" content="2023-08-08T14:52:00+09:00"></head><body><h1>{name}, 일자리대상 최우수상</h1>'
    '<div id="article-view-content-div"><p>{name}는 고용노동부의 전국 지방자치단체 일자리대상에서 최우수상을 받았다고 8일 밝혔다.</p>'
    "<p>지난해 목표의 112%를 이뤘으며 시장은 시민 모두의 덕이라고 말했다.</p></div></body></html>"
)
OTHER = (
    "<!DOCTYPE html><html><head><title>봄꽃 축제</title></head><body><h1>봄꽃 축제</h1>"
    "<p>시는 이번 주말 강변에서 봄꽃 축제를 연다고 5일 밝혔다. 차 없는 거리도 운영한다.</p></body></html>"
)


def page(name: str, encoding: str = "utf-8") -> bytes:
    return PAGE.format(name=name, encoding=encoding).encode(encoding)


def response(
    url: str, content: bytes, content_type: str = "text/html", packs: bool = True, at: datetime = AT, **more: str
) -> bytes:
    return record("response", http(content, content_type, **more), "application/http; msgtype=response", url, at, packs)


def url(name: str) -> str:
    return f"https://paper.example/news/articleView.html?idxno={name}"


def archive(*names: str, every: int = 3) -> list[bytes]:
    """Records: an article a name, and between them pages on something else."""
    records = [record("warcinfo", b"software: test\r\n", "application/warc-fields")]
    for name in names:
        records += [response(url(f"other-{name}-{number}"), OTHER.encode()) for number in range(every)]
        records.append(response(url(name), page(name)))
    return records


def write(file: Path, records: list[bytes]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"".join(records))
    return file


def in_one_member(records: list[bytes]) -> bytes:
    return gzip.compress(b"".join(map(gzip.decompress, records)))
