"""Made-up raw rows, in the columns of `extract/tables.py`: what `extract` would have loaded, written in a few words."""

import csv
import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from extract.claim_batches import signed_row
from extract.paths import PROJECT
from extract.tables import LOADED_FILES, RAW_TABLES

VERSION = "1.0.0"
#: The batch that articles are landed in, unless they say otherwise, and when it was loaded.
BATCH, LOADED_AT = "b1", dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def _key(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def municipality_of(label: str, year: int | None) -> tuple[str, str]:
    """Identity and code of the government that bore this label in the year (in its last version where no year is given)."""
    with (PROJECT / "seeds" / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["valid_from"], reverse=True):
            name = row["sido"] if row["level"] == "metropolitan" else f"{row['sido']} {row['name_ko']}"
            begins, ends = int(row["valid_from"][:4]), int((row["valid_to"] or "9999")[:4])
            if name == label and (year is None or begins <= year <= ends):
                return row["municipality_id"], row["code"]
    raise ValueError(f"no municipality {label} in {year}")


@dataclass
class RawRows:
    """Rows by raw table, in the order in which they were made."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in RAW_TABLES})
    #: When each batch was loaded, and each later reading of a batch by (version, batch).
    loaded_at: dict[str | tuple[str, str], dt.datetime] = field(default_factory=lambda: {BATCH: LOADED_AT})

    def article(self, title: str, body: str, published: str | None = None, **columns: Any) -> str:
        """An article of source 'folder', read by the extractor; returns its id."""
        columns = {"source": "folder", "url": f"https://news.example/{len(self.tables['articles'])}"} | columns
        article_id = _key(columns["url"], title, body)
        page = _key("page", article_id)
        published_at = dt.datetime.fromisoformat(published) if published else None
        self.tables["articles"].append(
            {
                "article_id": article_id,
                "title": title,
                "body": body,
                "text": f"{title}\n\n{body}",
                "published_at": published_at,
                "published_precision": published and "minute",
                "content_sha256": _key(title, body),
                "fetched_at": LOADED_AT,
                "page_sha256": page,
                "landing_file": f"batches/{BATCH}",
                **columns,
            }
        )
        self.tables["signatures"] += filter(None, [signed_row(self._article(article_id))])
        self.fetch(columns["source"], article_id)
        self.reading(article_id, VERSION)
        return article_id

    def fetch(self, source: str, article_id: str) -> None:
        """A fetch by this source of the page that the article was read from."""
        article = self._article(article_id)
        self.tables["fetches"].append(
            {
                "fetch_id": _key(source, article_id),
                "source": source,
                "url": article["url"],
                "at": LOADED_AT,
                "outcome": "fetched",
                "page_sha256": article["page_sha256"],
            }
        )

    def reading(self, article_id: str, version: str) -> None:
        """The article was read by this version of the extractor."""
        self.tables["extractions"].append(
            {"extraction_id": _key(article_id, version), "article_id": article_id, "extractor_version": version}
        )

    def award(self, article_id: str, who: str | None, year: int | None, grade: str, says: str, **columns: Any) -> str:
        """A claim of the national award, its section not named, unless the columns say otherwise."""
        columns = {"programme": "national_jobs_award", "category": "unspecified"} | columns
        return self._claim("award_claims", article_id, who, year, says, award_year=year, grade=grade, **columns)

    def target(self, article_id: str, who: str, year: int | None, says: str, **columns: Any) -> str:
        """A claim of a total jobs target or result, unless the columns say otherwise."""
        return self._claim("target_claims", article_id, who, year, says, year=year, **({"scope": "total"} | columns))

    def indicator(self, article_id: str, who: str, year: int, indicator: str, value: float, says: str) -> str:
        """A claim of a level."""
        columns = {"year": year, "indicator": indicator, "value_pct": value}
        return self._claim("indicator_claims", article_id, who, year, says, **columns)

    def write(self, warehouse: Path, shuffle: int | None = None) -> None:
        """The raw tables in a warehouse, in place of those that are there; with a seed, the rows of each in another order."""
        warehouse.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(warehouse) as connection:
            connection.execute("create schema if not exists raw")
            schemas = {name: schema for name, (schema, _) in RAW_TABLES.items()} | {"loaded_files": LOADED_FILES}
            tables = self.tables | {"loaded_files": self._loaded_files()}
            for name, schema in schemas.items():
                rows = list(tables[name])
                if shuffle is not None:
                    random.Random(shuffle).shuffle(rows)
                connection.register("rows", pa.Table.from_pylist(rows, schema=schema))
                connection.execute(f"create or replace table raw.{name} as select * from rows")

    def _loaded_files(self) -> list[dict[str, Any]]:
        """The files that the articles and their readings were loaded from."""
        files = {}
        for article in self.tables["articles"]:
            batch = article["landing_file"].removeprefix("batches/")
            files[f"batches/{batch}/articles.parquet"] = self.loaded_at[batch]
        for reading in self.tables["extractions"]:
            version = reading["extractor_version"]
            batch = self._article(reading["article_id"])["landing_file"].removeprefix("batches/")
            loaded_at = self.loaded_at.get((version, batch), self.loaded_at[batch])
            files[f"claims/{version}/{batch}/extractions.parquet"] = loaded_at
        return [{"landing_file": name, "n_rows": 1, "loaded_at": at} for name, at in files.items()]

    def _article(self, article_id: str) -> dict[str, Any]:
        return next(row for row in self.tables["articles"] if row["article_id"] == article_id)

    def _claim(
        self, table: str, article_id: str, who: str | None, in_year: int | None, says: str, **columns: Any
    ) -> str:
        start = self._article(article_id)["text"].index(says)
        municipality_id, code = municipality_of(who, in_year) if who else (None, None)
        version = columns.get("extractor_version", VERSION)
        claim_id = _key(table, article_id, version, who, start, len(says), sorted(columns.items(), key=str))
        row = {
            "claim_id": claim_id,
            "article_id": article_id,
            "extractor_version": version,
            "municipality_written": who,
            "municipality_id": municipality_id,
            "municipality_code": code,
            "municipality": who,
            "is_optional": False,
            "evidence_start": start,
            "evidence_end": start + len(says),
            "evidence_text": says,
            "rule": "made_up",
            "confidence": 0.9,
        }
        self.tables[table].append(row | columns)
        return claim_id
