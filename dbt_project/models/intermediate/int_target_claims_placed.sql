-- Which target each target claim speaks of.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

select
    {{ fact_id('fct_job_targets', ['municipality_id', 'year', 'period_end', 'scope']) }} as fact_id,
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
    period_end,
    scope,
    target_jobs,
    actual_jobs,
    achievement_pct_reported
from {{ ref('int_claims_matched') }}
where kind = 'target' and unplaced_reason is null and {{ in_touched_cells() }}
