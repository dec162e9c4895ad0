-- The forms that one target took: a plan that was announced, and what it was amended to.

with plans as (

    select distinct
        claims.fact_id,
        claims.municipality_id,
        claims.municipality_code,
        claims.municipality,
        claims.year,
        claims.period_end,
        claims.scope
    from {{ ref('int_target_claims_placed') }} as claims
    inner join {{ ref('int_facts_summarised') }} as facts on claims.fact_id = facts.fact_id
    where not facts.is_rejected

),

-- A rounded form is no version of its own: '1만7천여' is the plan of 17,400.
stated as (

    select
        fact_id,
        number,
        -- A number that only a person states, in a correction, has no article and no date.
        {{ korean_date('first_reported_at') }} as first_reported_on,
        {{ korean_date('last_reported_at') }} as last_reported_on,
        n_articles,
        n_independent,
        is_chosen,
        outcome
    from {{ ref('int_fact_values_decided') }}
    where field = 'target_jobs' and outcome not in ('rounded_form_of_chosen', 'rounded_form_of_another')

),

ordered as (

    select
        *,
        -- Which came first is known only if each has a date.
        bool_and(first_reported_on is not null) over (partition by fact_id) as is_order_known,
        min(first_reported_on) over (partition by fact_id) as fact_first_reported_on,
        count(*) over (partition by fact_id) as n_versions,
        dense_rank() over (partition by fact_id order by first_reported_on) as place
    from stated

)

select
    md5(ordered.fact_id || '|' || ordered.number::bigint) as target_version_id,
    ordered.fact_id,
    plans.municipality_id,
    plans.municipality_code,
    plans.municipality,
    plans.year,
    plans.period_end,
    plans.scope,
    ordered.number::bigint as target_jobs,
    case when plans.period_end is null then 'yearly' else 'term' end as plan,
    case when ordered.n_versions = 1 then 1 when ordered.is_order_known then ordered.place end::integer
        as version_number,
    case
        when ordered.n_versions = 1 then false
        when ordered.is_order_known then ordered.first_reported_on > ordered.fact_first_reported_on
    end as is_amendment,
    ordered.first_reported_on,
    ordered.last_reported_on,
    ordered.n_articles::integer as n_articles,
    ordered.n_independent::integer as n_independent,
    ordered.is_chosen as is_held,
    ordered.outcome
from ordered
inner join plans on ordered.fact_id = plans.fact_id
order by plans.year, plans.municipality_code, plans.period_end nulls first, plans.scope, ordered.fact_id, ordered.number
