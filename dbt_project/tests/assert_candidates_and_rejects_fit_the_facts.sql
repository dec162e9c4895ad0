{{ config(description="Every candidate is of a fact that stands or was rejected; no rejected fact stands; a field holds at most one value, and exactly one unless a correction took it away") }}

with facts as (

    select fact_id, false as is_rejected from {{ ref('fct_job_awards') }}
    union all
    select fact_id, false from {{ ref('fct_job_targets') }}
    union all
    select fact_id, false from {{ ref('fct_employment_indicators') }}
    union all
    select fact_id, true from {{ ref('fct_rejected_facts') }}

),

-- One row a fact: how often it stands somewhere.
places as (

    select fact_id, count(*) as n_places
    from facts
    group by fact_id

),

fields as (

    select
        fact_id,
        field,
        count(*) filter (is_chosen) as n_chosen,
        bool_and(outcome = 'corrected') as is_taken_away
    from {{ ref('fct_fact_candidates') }}
    where outcome <> 'rejected'
    group by fact_id, field

)

select candidates.fact_id, 'a candidate without a fact' as problem
from {{ ref('fct_fact_candidates') }} as candidates
anti join facts on candidates.fact_id = facts.fact_id

union all

select fact_id, 'a fact that stands twice'
from places
where n_places > 1

union all

select fact_id, 'a field that holds ' || n_chosen || ' values'
from fields
where n_chosen <> if(is_taken_away, 0, 1)
