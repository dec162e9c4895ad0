select
    claim_id,
    article_id,
    extractor_version,
    municipality_written,
    municipality_id,
    municipality_code,
    municipality,
    year,
    indicator,
    value_pct,
    is_optional,
    evidence_start,
    evidence_end,
    evidence_text,
    rule,
    confidence
from {{ source('raw', 'indicator_claims') }}
