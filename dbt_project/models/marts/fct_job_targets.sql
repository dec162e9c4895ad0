with targets as (

    select distinct
        fact_id,
        municipality_id,
        municipality_code,
        municipality,
        year,
        period_end,
        scope
    from {{ ref('int_target_claims_placed') }}

),

computed as (

    select
        targets.*,
        facts.* exclude (fact_table, fact_id, cell_id),
        100.0 * facts.actual_jobs / nullif(facts.target_jobs, 0) as pct,
        {{ rounding_step("'achievement_pct_reported'", 'facts.achievement_pct_reported') }} as reported_step
    from targets
    inner join {{ ref('int_facts_summarised') }} as facts on targets.fact_id = facts.fact_id
    where not facts.is_rejected

)

select
    fact_id,
    municipality_id,
    municipality_code,
    municipality,
    year,
    period_end,
    scope,
    target_jobs,
    actual_jobs,
    achievement_pct_reported,
    round(pct, 1) as achievement_pct_computed,
    -- Papers round or cut off: a gap is what neither explains.
    coalesce(
        abs(achievement_pct_reported - round(pct / reported_step) * reported_step) > reported_step / 1000
        and abs(achievement_pct_reported - floor(pct / reported_step) * reported_step) > reported_step / 1000,
        false
    ) as has_pct_gap,
    n_articles,
    n_independent,
    n_disagreeing,
    first_reported_on,
    status,
    best_claim_id,
    review,
    reviewed_on
from computed
order by year, municipality_code, period_end nulls first, scope, fact_id
