{{ config(description="Every claim that counts either supports exactly one fact or stands among the unplaced ones; of the cells that this build makes anew") }}
-- depends_on: {{ ref('int_cells_touched') }}

with destinations as (

    select claim_id from {{ ref('fct_fact_evidence') }}
    union all
    select claim_id from {{ ref('fct_unplaced_claims') }}

)

select claims.claim_id, count(destinations.claim_id) as n_places
from {{ ref('int_claims_unioned') }} as claims
{% if not (flags.FULL_REFRESH or flags.WHICH == 'test') -%}
semi join {{ ref('int_cells_touched') }} as touched on claims.cell_id = touched.cell_id
{% endif -%}
left join destinations on claims.claim_id = destinations.claim_id
group by claims.claim_id
having count(destinations.claim_id) <> 1
