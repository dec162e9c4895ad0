select
    claim_id,
    article_id,
    extractor_version,
    municipality_written,
    municipality_id,
    municipality_code,
    municipality,
    year,
    -- A plan that ends in the year it begins is a plan for that year.
    case when period_end is distinct from year then period_end end as period_end,
    nullif(regexp_replace(trim(scope), '\s+', ' ', 'g'), '') as scope,
    target_jobs,
    actual_jobs,
    achievement_pct_reported,
    is_optional,
    evidence_start,
    evidence_end,
    evidence_text,
    rule,
    confidence
from {{ source('raw', 'target_claims') }}
