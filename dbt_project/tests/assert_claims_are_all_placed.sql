{{ config(description="Every claim that counts either supports exactly one fact or stands among the unplaced ones; of the cells that this build makes anew") }}
-- depends_on: {{ ref('int_cells_touched') }}
-- depends_on: {{ ref('int_claims_unioned') }}
-- depends_on: {{ ref('int_compiled_claims_resolved') }}
-- depends_on: {{ ref('int_articles_selected') }}
-- depends_on: {{ ref('int_articles_clustered') }}
-- depends_on: {{ ref('stg_raw__award_claims') }}
-- depends_on: {{ ref('stg_raw__target_claims') }}
-- depends_on: {{ ref('stg_raw__indicator_claims') }}

with claims as (

    {% if flags.FULL_REFRESH or flags.WHICH == 'test' -%}
    select claim_id from {{ ref('int_claims_unioned') }}
    {%- else -%}
    {{ claims_that_count('cell_id in (select cell_id from ' ~ ref('int_cells_touched') ~ ')') }}
    {%- endif %}

),

destinations as (

    select claim_id from {{ ref('fct_fact_evidence') }}
    union all
    select claim_id from {{ ref('fct_unplaced_claims') }}

)

select claims.claim_id, count(destinations.claim_id) as n_places
from claims
left join destinations on claims.claim_id = destinations.claim_id
group by claims.claim_id
having count(destinations.claim_id) <> 1
