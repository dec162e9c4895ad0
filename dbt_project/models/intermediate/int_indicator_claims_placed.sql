-- Which level each indicator claim speaks of.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

select
    {{ fact_id('fct_employment_indicators', ['municipality_id', 'year', 'indicator']) }} as fact_id,
    cell_id,
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
where kind = 'indicator' and unplaced_reason is null and {{ in_touched_cells() }}
