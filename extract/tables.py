"""The raw tables, written once: the Parquet files in `landing/` and the tables in schema `raw` have these columns.

Times are instants (`timestamptz`); evidence offsets count characters (code points) in `articles.text`.
"""

import pyarrow as pa

# Columns on the left, what they mean on the right.
# fmt: off

UTC = pa.timestamp("us", tz="UTC")


FETCHES = pa.schema([
    ("fetch_id", pa.string()),        # of a file: hash of source, url and page_sha256 (at where it failed); of a
                                      # request: hash of source, url, final_url, purpose, at and its number
    ("source", pa.string()),          # 'sample', 'folder', or a name in sources.yml
    ("url", pa.string()),             # what was asked for: an article, a list
    ("at", UTC),
    ("outcome", pa.string()),         # fetched | not_modified | redirected | a reason of extract.web.attempts.REASONS;
                                      # of a file: fetched | unreadable (an unchanged one is not fetched again: no row)
    ("status", pa.int32()),           # HTTP status, null for files and where no answer came
    ("bytes", pa.int64()),
    ("page_sha256", pa.string()),     # of a page or file that was fetched whole
    ("etag", pa.string()),            # as the server gave it; of a file its size and times of change
    ("error", pa.string()),
    # What follows came with the web: null in older rows and for files.
    ("purpose", pa.string()),         # page | list | robots | part (a later part of an article) | attachment
    ("attempt", pa.int32()),          # 1 for the first try of an address, 2 for the first retry, ...
    ("is_last", pa.bool_()),          # whether it decided what became of the url: no redirect, retry or robots.txt
    ("is_lasting", pa.bool_()),       # of a failure that decided: whether trying again cannot mend it
    ("final_url", pa.string()),       # where redirects had led for this request, null where to nowhere else than url
    ("last_modified", pa.string()),   # as the server gave it
    ("content_type", pa.string()),    # as the server gave it
    ("seconds", pa.float64()),        # from the connection to the last byte
])

#: One run of a source of sources.yml: what it found, and how it ended. A run that was killed has none.
RUNS = pa.schema([
    ("run_id", pa.string()),          # hash of source and started_at
    ("source", pa.string()),
    ("kind", pa.string()),
    ("started_at", UTC),
    ("ended_at", UTC),
    ("outcome", pa.string()),         # done | incomplete (a list could not be read to its end, or max_new) | failed
    ("error", pa.string()),           # of a failed run
    ("n_lists", pa.int64()),          # lists that came and were not the ones from last time
    ("n_found", pa.int64()),          # items that the lists offered
    ("n_unchanged", pa.int64()),      # of these: known, not asked for
    ("n_not_modified", pa.int64()),   # asked for, and as they were
    ("n_fetched", pa.int64()),        # pages
    ("n_failed", pa.int64()),         # items that could not be fetched
    ("n_articles", pa.int64()),       # new article versions
    ("n_revisions", pa.int64()),      # of these: of known articles
    ("n_duplicates", pa.int64()),     # articles that another source or page had brought
    ("n_rejected", pa.int64()),       # pages that were fetched and could not be read
])

ARTICLES = pa.schema([
    ("article_id", pa.string()),      # hash of content_sha256, and of the url's identity (extract.reading.urls) where
                                      # the article has a lasting one: the same whichever source brought it
    ("url", pa.string()),
    ("source", pa.string()),
    ("title", pa.string()),
    ("body", pa.string()),
    ("text", pa.string()),            # the one text that claims are read from: title line, blank line, body; the body
                                      # alone where it holds the title line itself (text dumps)
    ("published_at", UTC),            # null where the page does not say it
    ("published_precision", pa.string()),  # minute | day | null
    ("fetched_at", UTC),
    ("content_sha256", pa.string()),
    ("revision_of", pa.string()),     # article_id of the version that this one replaces, at the same url
    ("page_sha256", pa.string()),
    ("landing_file", pa.string()),    # batch folder below landing/
    # What follows came later: null in older rows.
    ("address", pa.string()),         # the url's identity: the versions of one article share it; null where
                                      # other content at the url is another article
    ("byline_region", pa.string()),   # '전북' of a dateline '[전북=…]'; null where the page has none
])

REJECTS = pa.schema([
    ("reject_id", pa.string()),
    ("source", pa.string()),
    ("url", pa.string()),
    ("at", UTC),
    ("stage", pa.string()),           # fetch | read | extract | load
    ("reason", pa.string()),          # a short code: empty, undecodable, truncated, unknown_format, no_body, ...
    ("detail", pa.string()),
    ("page_sha256", pa.string()),
    ("kept_at", pa.string()),         # the file below landing/ that holds the bytes
])

PAGES = pa.schema([
    ("page_sha256", pa.string()),
    ("url", pa.string()),
    ("content", pa.binary()),
])

_CLAIM = [
    ("claim_id", pa.string()),        # hash of article_id, extractor_version, kind, and the claim's fields
    ("article_id", pa.string()),
    ("extractor_version", pa.string()),
    ("municipality_written", pa.string()),
    ("municipality_id", pa.string()),
    ("municipality_code", pa.string()),   # as valid in the claim's year
    ("municipality", pa.string()),        # '충북 청주시', as valid in the claim's year
]
_EVIDENCE = [
    ("is_optional", pa.bool_()),      # may be written or not, or is not sure enough: never a fact by itself
    ("evidence_start", pa.int32()),
    ("evidence_end", pa.int32()),
    ("evidence_text", pa.string()),
    ("rule", pa.string()),
    ("confidence", pa.float64()),     # 0 to 1
]

AWARD_CLAIMS = pa.schema([
    *_CLAIM,
    ("programme", pa.string()),       # national_jobs_award | other
    ("award_year", pa.int32()),
    ("category", pa.string()),        # disclosure | project | unspecified
    ("grade", pa.string()),           # 종합대상 | 대상 | 최우수상 | 우수상 | 특별상 | 장려상 | unspecified
    ("incentive_krw", pa.int64()),
    *_EVIDENCE,
])

TARGET_CLAIMS = pa.schema([
    *_CLAIM,
    ("year", pa.int32()),
    ("period_end", pa.int32()),
    ("scope", pa.string()),           # total | a short label of the programme in Korean
    ("target_jobs", pa.int64()),
    ("actual_jobs", pa.int64()),
    ("achievement_pct_reported", pa.float64()),
    *_EVIDENCE,
])

INDICATOR_CLAIMS = pa.schema([
    *_CLAIM,
    ("year", pa.int32()),
    ("indicator", pa.string()),
    ("value_pct", pa.float64()),
    *_EVIDENCE,
])

#: Which extractor version read which article, also where it found nothing: a newer version that reads an article again
#: takes back what an older one claimed.
EXTRACTIONS = pa.schema([
    ("extraction_id", pa.string()),   # hash of article_id and extractor_version
    ("article_id", pa.string()),
    ("extractor_version", pa.string()),
    ("n_award_claims", pa.int32()),
    ("n_target_claims", pa.int32()),
    ("n_indicator_claims", pa.int32()),
])

#: What a person answered in the DAG `review`. `correct` has a row for each value that the person changed, the other
#: answers one row without field and values.
REVIEW_ANSWERS = pa.schema([
    ("review_answer_id", pa.string()),    # hash of run, fact, answer and field
    ("run_id", pa.string()),          # the run of the DAG `review` that asked
    ("fact_table", pa.string()),
    ("fact_id", pa.string()),
    ("subject", pa.string()),         # the question's headline, so that the row can be read without the fact
    ("candidates_hash", pa.string()),     # the candidate values that the person saw (review_queue.candidates_hash)
    ("answer", pa.string()),          # accept | reject | correct
    ("field", pa.string()),           # column of the fact that is corrected
    ("old_value", pa.string()),       # as it was shown, null where there was none
    ("new_value", pa.string()),       # as the person wrote it
    ("note", pa.string()),
    ("answered_by", pa.string()),     # the person's name in Airflow
    ("answered_at", UTC),
])

#: What is needed of an article to find the copies of its text without reading it again: see `extract.signatures`.
SIGNATURES = pa.schema([
    ("signature_id", pa.string()),    # hash of article_id and signature_version
    ("article_id", pa.string()),
    ("signature_version", pa.string()),
    ("text_key", pa.string()),        # hash of the letters of its running text: the same for copies to the letter
    ("n_shingles", pa.int32()),       # different runs of letters in it
    ("minhash", pa.list_(pa.uint16())),  # the share of equal places in two of these is the share of runs in common
])

LOADED_FILES = pa.schema([
    ("landing_file", pa.string()),
    ("n_rows", pa.int64()),
    ("loaded_at", UTC),
])

#: name of the Parquet file in a landing batch (without its ending) and of the table in schema `raw` → columns and key
RAW_TABLES: dict[str, tuple[pa.Schema, str]] = {
    "fetches": (FETCHES, "fetch_id"),
    "articles": (ARTICLES, "article_id"),
    "rejects": (REJECTS, "reject_id"),
    "award_claims": (AWARD_CLAIMS, "claim_id"),
    "target_claims": (TARGET_CLAIMS, "claim_id"),
    "indicator_claims": (INDICATOR_CLAIMS, "claim_id"),
    "extractions": (EXTRACTIONS, "extraction_id"),
    "review_answers": (REVIEW_ANSWERS, "review_answer_id"),
    "signatures": (SIGNATURES, "signature_id"),
    "runs": (RUNS, "run_id"),
}
