-- Each fact with the values that hold, how many say so and how sure that makes it.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

with chosen as (

    select
        fact_id,
        max(value) filter (field = 'grade') as grade,
        max(number) filter (field = 'incentive_krw') as incentive_krw,
        max(number) filter (field = 'target_jobs') as target_jobs,
        max(number) filter (field = 'actual_jobs') as actual_jobs,
        max(number) filter (field = 'achievement_pct_reported') as achievement_pct_reported,
        max(number) filter (field = 'value_pct') as value_pct
    from {{ ref('int_fact_values_decided') }}
    where is_chosen
    group by fact_id

),

counted as (

    select
        any_value(cell_id) as cell_id,
        fact_table,
        fact_id,
        count(distinct article_id) as n_articles,
        count(distinct voice_id) as n_independent,
        count(distinct article_id) filter (not agrees) as n_disagreeing,
        count(distinct article_id) filter (certainty is not null) as n_compiled,
        coalesce(min(published_on) filter (agrees), min(published_on)) as first_reported_on,
        -- The claim to quote: it agrees, is read from a text, states the most of what holds, surely and first.
        first(
            claim_id
            order by
                agrees desc,
                certainty is not null,
                n_values_chosen desc,
                certainty is not distinct from 'derived',
                confidence desc nulls last,
                published_at nulls last,
                claim_id
        ) as best_claim_id
    from {{ ref('int_claims_judged') }}
    where {{ in_touched_cells() }}
    group by fact_table, fact_id

),

corrected as (

    select distinct fact_id from {{ ref('int_corrections_unioned') }}

),

-- The rows of one answer say the same but for the field that they correct.
reviewed as (

    select distinct fact_id, answer, answered_on
    from {{ ref('int_review_answers_judged') }}
    where outcome = 'applied'

)

select
    counted.cell_id,
    counted.fact_table,
    counted.fact_id,
    chosen.grade,
    chosen.incentive_krw::bigint as incentive_krw,
    chosen.target_jobs::bigint as target_jobs,
    chosen.actual_jobs::bigint as actual_jobs,
    chosen.achievement_pct_reported,
    chosen.value_pct,
    counted.n_articles::integer as n_articles,
    counted.n_independent::integer as n_independent,
    counted.n_disagreeing::integer as n_disagreeing,
    counted.n_compiled::integer as n_compiled,
    counted.first_reported_on,
    case
        when corrected.fact_id is not null then 'corrected'
        when counted.n_disagreeing > 0 then 'disputed'
        when counted.n_independent > 1 then 'agreed'
        else 'single'
    end as status,
    counted.best_claim_id,
    coalesce(reviewed.answer = 'reject', false) as is_rejected,
    reviewed.answer as review,
    reviewed.answered_on as reviewed_on
from counted
left join chosen on counted.fact_id = chosen.fact_id
left join corrected on counted.fact_id = corrected.fact_id
left join reviewed on counted.fact_id = reviewed.fact_id
