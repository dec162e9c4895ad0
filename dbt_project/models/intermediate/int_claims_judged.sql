-- Each placed claim beside the values that hold: does it agree, and if not, on what.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

select
    claims.cell_id,
    claims.fact_table,
    claims.fact_id,
    claims.claim_id,
    claims.article_id,
    claims.voice_id,
    claims.published_at,
    claims.published_on,
    claims.confidence,
    claims.certainty,
    coalesce(bool_and(ranked.is_agreeing), true) as agrees,
    string_agg(claim_values.field, ', ' order by claim_values.field) filter (not ranked.is_agreeing) as disagrees_on,
    string_agg(claim_values.field || ' ' || claim_values.value, ', ' order by claim_values.field) as stated,
    count(*) filter (ranked.is_chosen) as n_values_chosen
from {{ ref('int_claims_placed') }} as claims
left join {{ ref('int_claim_values_unpivoted') }} as claim_values on claims.claim_id = claim_values.claim_id
left join {{ ref('int_fact_values_decided') }} as ranked
    on
        claim_values.fact_id = ranked.fact_id
        and claim_values.field = ranked.field
        and claim_values.value = ranked.value
where {{ in_touched_cells('claims.cell_id') }}
group by all
