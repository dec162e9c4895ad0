"""From a Korean article's text to claims with evidence: awards won, job targets and results, labour-market levels.

`read_claims` is all that the rest of the pipeline calls. How an article is read is told module by module in `reader`; the same is there compiled
(`native`), for speed.
"""

import datetime as dt
import logging

from extract.claims.model import AwardClaim, Claims, IndicatorClaim, Span, TargetClaim
from extract.claims.native import Failed, native_reader
from extract.claims.reader import read

__all__ = [
    "EXTRACTOR_VERSION",
    "AwardClaim",
    "Claims",
    "IndicatorClaim",
    "Span",
    "TargetClaim",
    "day_in_korea",
    "read_claims",
]

#: bumped with every change of behaviour, so that old and new claims stay comparable
EXTRACTOR_VERSION = "2026.11.19"

log = logging.getLogger(__name__)
_KST = dt.timezone(dt.timedelta(hours=9))


def day_in_korea(published: dt.date | dt.datetime | None) -> dt.date | None:
    """The Korean calendar day of a publication time; a time without a zone is taken as Korean."""
    if isinstance(published, dt.datetime):
        return (published.astimezone(_KST) if published.tzinfo else published).date()
    return published


def read_claims(
    text: str, published: dt.date | dt.datetime | None = None, title: str | None = None, url: str | None = None
) -> Claims:
    """All that the article claims, each with `text[evidence_start:evidence_end] == evidence_text`.

    `title` may be None where the text holds it; where the text does not, it still says who and what the article is about. `published` may be
    None: then relative years stay unknown, unless the text prints its date below the title. `url` only names the article in the log.
    Reads with the compiled reader where it is built (`native.native_reader`), else in Python: the claims are the same.
    Never raises: a text that breaks the reader is logged as an error and claims nothing.
    """
    day = day_in_korea(published)
    if (native := native_reader()) is not None:
        try:
            return native.read(text, day, title)
        except Failed:
            log.exception(
                "the compiled reader failed on %s (%d characters), Python reads it", url or "an article", len(text)
            )
    try:
        return read(text, day, title).claims
    except Exception:
        log.exception("could not read claims of %s (%d characters)", url or "an article", len(text))
        return Claims()
