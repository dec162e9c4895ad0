-- Which level each indicator claim speaks of.

select
    {{ fact_id('fct_employment_indicators', ['municipality_id', 'year', 'indicator']) }} as fact_id,
    claim_id,
    article_id,
    voice_id,
    published_at,
    published_on,
    confidence,
    certainty,
    evidence_start,
    municipality_id,
    municipality_code,
    municipality,
    year,
    indicator,
    value_pct
from {{ ref('int_claims_matched') }}
where kind = 'indicator' and unplaced_reason is null
