"""Extract: from batches in landing to claims in landing. `python -m extract.claim_batches`

Every batch that this version of the extractor has not read is read, and its claims are put beside the other versions'.
So are the signatures by which copies of one text are found: their version is their own, so that a better reader of
claims does not make every article's signature anew.
"""

import argparse
import logging
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

import pyarrow as pa

from extract.errors import IljariError
from extract.landing import CLAIMS, SIGNATURES, batch_folders, folders, n_rows, put, read, rows, stable_id, storable
from extract.paths import Place, paths
from extract.reading.dates import KST
from extract.signatures import SIGNATURE_VERSION, signature
from extract.tables import AWARD_CLAIMS, EXTRACTIONS, INDICATOR_CLAIMS, REJECTS, TARGET_CLAIMS
from extract.tables import SIGNATURES as SIGNATURES_TABLE

log = logging.getLogger(__name__)

#: `read_claims(text, published=…, title=…, url=…)`: an object with `awards`, `targets` and `indicators`.
ReadClaims = Callable[..., Any]

#: kind of claim → where it is in what the reader gives, its table, its columns
KINDS = {
    "award": ("awards", "award_claims", AWARD_CLAIMS),
    "target": ("targets", "target_claims", TARGET_CLAIMS),
    "indicator": ("indicators", "indicator_claims", INDICATOR_CLAIMS),
}
#: Fewer articles than this are read sooner by one process than others are started: a start costs half a second.
WORTH_A_POOL = 400
#: A signature is made some twenty times faster than an article is read.
WORTH_A_POOL_TO_SIGN = 8000
_COLUMNS = [
    "article_id",
    "source",
    "url",
    "title",
    "text",
    "published_at",
    "published_precision",
    "fetched_at",
    "landing_file",
]


@dataclass(frozen=True)
class ExtractReport:
    """What one run of `extract_new` read and found."""

    extractor_version: str
    batches: tuple[str, ...]  # batches that this run read
    n_articles: int
    n_award_claims: int
    n_target_claims: int
    n_indicator_claims: int
    n_rejected: int  # articles that the extractor failed on, and batches that could not be opened
    rejected: dict[str, int] = field(default_factory=dict)  # reason → count
    n_signed: int = 0  # articles whose signature this run made


def extract_new(
    workers: int | None = None, reader: ReadClaims | None = None, version: str | None = None
) -> ExtractReport:
    """Reads the claims of every batch that this extractor version has not read yet. See ExtractReport.

    `workers`: processes, by default one a core where there is enough to do. `reader` and `version` are those of
    `extract.claims` unless given. The result does not depend on the number of workers.
    """
    if reader is None or version is None:
        from extract.claims import EXTRACTOR_VERSION, read_claims

        reader, version = reader or read_claims, version or EXTRACTOR_VERSION
    place = paths().landing / CLAIMS / version
    todo = _not_in(place)
    counts: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    done = []
    with _mapper(workers, todo, WORTH_A_POOL) as run:
        for folder in todo:
            articles = _articles(folder, _COLUMNS)
            if articles is None:
                rejected["damaged_file"] += 1  # the load, which sees every file, makes the row for it
                continue
            results = run(partial(_read, reader, version), articles)
            tables = _tables(articles, results, version)
            put(place / folder.name, tables)
            done.append(folder.name)
            counts.update({name: table.num_rows for name, table in tables.items()})
            rejected.update(tables["rejects"].column("reason").to_pylist())
    n_signed = _sign_new(workers)
    return ExtractReport(
        extractor_version=version,
        batches=tuple(done),
        n_articles=counts["extractions"] + counts["rejects"],
        n_award_claims=counts["award_claims"],
        n_target_claims=counts["target_claims"],
        n_indicator_claims=counts["indicator_claims"],
        n_rejected=rejected.total(),
        rejected=dict(sorted(rejected.items())),
        n_signed=n_signed,
    )


def _sign_new(workers: int | None) -> int:
    """Signs every batch that has no signatures of this version: the new ones, and all older ones after a change."""
    place = paths().landing / SIGNATURES / SIGNATURE_VERSION
    todo = _not_in(place)
    n_signed = 0
    with _mapper(workers, todo, WORTH_A_POOL_TO_SIGN) as run:
        for folder in todo:
            articles = _articles(folder, ["article_id", "body"])
            if articles is None:
                continue  # the load makes the row for it
            signed = [row for row in run(signed_row, articles) if row is not None]
            put(place / folder.name, {"signatures": rows(SIGNATURES_TABLE, signed)})
            n_signed += len(signed)
    return n_signed


def _not_in(place: Place) -> list[Place]:
    """The batches that have no folder at a place."""
    done = {folder.name for folder in folders(place)}
    return [folder for folder in batch_folders() if folder.name not in done]


def signed_row(article: dict[str, Any]) -> dict[str, Any] | None:
    """The row in `raw.signatures` of one article; None where its body has no letters."""
    found = signature(article["body"])
    if found is None:
        return None
    return {
        "signature_id": stable_id(article["article_id"], SIGNATURE_VERSION),
        "article_id": article["article_id"],
        "signature_version": SIGNATURE_VERSION,
        **asdict(found),
    }


def _articles(folder: Place, columns: list[str]) -> list[dict[str, Any]] | None:
    try:
        return read(folder / "articles.parquet", columns).to_pylist()
    except (OSError, pa.ArrowException) as error:
        log.warning("%s: left out, its articles cannot be opened: %s", folder, error)
        return None


@contextmanager
def _mapper(workers: int | None, todo: list[Place], worth: int) -> Iterator[Callable[..., Any]]:
    """A `map` over as many processes as the work is worth. Results come in the order of the articles."""
    if workers is None:
        workers = _cores() if sum(map(_count, todo)) >= worth else 1
    # A process that is somebody's daemon may have no children of its own.
    if workers <= 1 or multiprocessing.current_process().daemon:
        yield map
        return
    # Spawned, not forked: pyarrow has threads, and a fork of a process with threads can hang.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield partial(pool.map, chunksize=16)
        except BrokenProcessPool as error:
            raise IljariError(
                "A process that reads claims was ended from outside, most often for lack of memory. "
                "What was read is kept; run it again, with fewer workers if it happens again."
            ) from error


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _count(folder: Place) -> int:
    try:
        return n_rows(folder / "articles.parquet")
    except (OSError, pa.ArrowException):
        return 0


def _read(reader: ReadClaims, version: str, article: dict[str, Any]) -> dict[str, Any]:
    """The claims of one article as rows by table name, or what went wrong; never raises for one article."""
    try:
        claims = reader(article["text"], published=_published(article), title=article["title"], url=article["url"])
        found: dict[str, Any] = {
            table: [_row(claim, kind, schema, article, version) for claim in getattr(claims, name)]
            for kind, (name, table, schema) in KINDS.items()
        }
    except Exception as error:  # an article that breaks the extractor costs a row, not the batch
        log.exception("%s: the extractor failed", article["article_id"])
        return {"failure": f"{type(error).__name__}: {error}"}
    return found


def _published(article: dict[str, Any]) -> date | datetime | None:
    at = article["published_at"]
    if at is None:
        return None
    at = at.astimezone(KST)
    return at.date() if article["published_precision"] == "day" else at


def _row(claim: Any, kind: str, schema: pa.Schema, article: dict[str, Any], version: str) -> dict[str, Any]:
    names = [name for name in schema.names if name not in ("claim_id", "article_id", "extractor_version")]
    row = {name: getattr(claim, name) for name in names}
    span = article["text"][row["evidence_start"] : row["evidence_end"]]
    if not span or span != row["evidence_text"]:
        raise ValueError(f"{row['rule']}: the evidence is not at {row['evidence_start']} of the text")
    claim_id = stable_id(article["article_id"], version, kind, *row.values())
    return {"claim_id": claim_id, "article_id": article["article_id"], "extractor_version": version, **row}


def _tables(articles: list[dict[str, Any]], results: Iterable[dict[str, Any]], version: str) -> dict[str, pa.Table]:
    claims: dict[str, dict[str, dict[str, Any]]] = {table: {} for _, table, _ in KINDS.values()}
    extractions, rejects = [], []
    for article, result in zip(articles, results, strict=True):
        if "failure" in result:
            rejects.append(_reject(article, result["failure"], version))
            continue
        for table, found in result.items():
            claims[table].update({row["claim_id"]: row for row in found})
        extractions.append(_extraction(article, result, version))
    tables = {table: rows(schema, list(claims[table].values())) for _, table, schema in KINDS.values()}
    return tables | {"extractions": rows(EXTRACTIONS, extractions), "rejects": rows(REJECTS, rejects)}


def _extraction(article: dict[str, Any], result: dict[str, Any], version: str) -> dict[str, Any]:
    return {
        "extraction_id": stable_id(article["article_id"], version),
        "article_id": article["article_id"],
        "extractor_version": version,
        **{f"n_{table}": len({row["claim_id"] for row in found}) for table, found in result.items()},
    }


def _reject(article: dict[str, Any], failure: str, version: str) -> dict[str, Any]:
    failure = storable(failure)
    return {
        "reject_id": stable_id(article["article_id"], version, failure),
        "source": article["source"],
        "url": article["url"],
        "at": article["fetched_at"],
        "stage": "extract",
        "reason": "extractor_failed",
        "detail": f"extractor {version}: {failure}",
        "kept_at": f"{article['landing_file']}/articles.parquet",
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m extract.claim_batches", description="Reads the claims of the batches that were not read yet."
    )
    parser.add_argument("--workers", type=int, help="processes (default: one a core where there is enough to do)")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        report = extract_new(options.workers)
    except IljariError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"extractor {report.extractor_version}: {len(report.batches)} batches, {report.n_articles} articles: "
        f"{report.n_award_claims} award claims, {report.n_target_claims} target claims, "
        f"{report.n_indicator_claims} indicator claims, {report.n_rejected} rejected\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
