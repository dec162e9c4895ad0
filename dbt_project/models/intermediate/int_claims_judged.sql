-- Each placed claim beside the values that hold: does it agree, and if not, on what.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

-- Materialized, so that the cells are chosen before anything is joined.
with claims as materialized (

    select * from {{ ref('int_claims_placed') }}
    where {{ in_touched_cells() }}

),

claim_values as materialized (

    select claim_id, fact_id, field, value from {{ ref('int_claim_values_unpivoted') }}
    where {{ in_touched_cells() }}

),

compared as (

    -- By claim alone, and lists that are sorted at the end: an aggregate in order over all columns takes three times as long.
    select
        claim_values.claim_id,
        bool_and(ranked.is_agreeing) as agrees,
        list(claim_values.field) filter (not ranked.is_agreeing) as disagrees_on,
        list(claim_values.field || ' ' || claim_values.value) as stated,
        count(*) filter (ranked.is_chosen) as n_values_chosen
    from claim_values
    left join {{ ref('int_fact_values_decided') }} as ranked
        on
            claim_values.fact_id = ranked.fact_id
            and claim_values.field = ranked.field
            and claim_values.value = ranked.value
    group by claim_values.claim_id

)

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
    coalesce(compared.agrees, true) as agrees,
    array_to_string(list_sort(compared.disagrees_on), ', ') as disagrees_on,
    array_to_string(list_sort(compared.stated), ', ') as stated,
    coalesce(compared.n_values_chosen, 0) as n_values_chosen
from claims
left join compared on claims.claim_id = compared.claim_id
