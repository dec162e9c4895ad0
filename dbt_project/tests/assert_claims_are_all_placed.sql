{{ config(description="Every claim that counts either supports exactly one fact or stands among the unplaced ones; of the cells that this build makes anew") }}
-- depends_on: {{ ref('int_cells_touched') }}

with claims as (

    select claim_id from {{ ref('int_claims_matched') }}
    where {{ in_tested_cells() }}

),

destinations as (

    select claim_id from {{ ref('fct_fact_evidence') }}
    where {{ in_tested_cells() }}
    union all
    select claim_id from {{ ref('fct_unplaced_claims') }}
    where {{ in_tested_cells() }}

),

counted as (

    select claim_id, true as is_claim from claims
    union all
    select claim_id, false from destinations

)

select claim_id, count(*) filter (is_claim) as n_claims, count(*) filter (not is_claim) as n_places
from counted
group by claim_id
having count(*) filter (is_claim) <> 1 or count(*) filter (not is_claim) <> 1
