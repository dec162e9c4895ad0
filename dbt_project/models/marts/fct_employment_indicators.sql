with levels as (

    select distinct
        fact_id,
        municipality_id,
        municipality_code,
        municipality,
        year,
        indicator
    from {{ ref('int_indicator_claims_placed') }}

)

select
    levels.fact_id,
    levels.municipality_id,
    levels.municipality_code,
    levels.municipality,
    levels.year,
    levels.indicator,
    facts.value_pct,
    facts.n_articles,
    facts.n_independent,
    facts.n_disagreeing,
    facts.first_reported_on,
    facts.status,
    facts.best_claim_id,
    facts.review,
    facts.reviewed_on
from levels
inner join {{ ref('int_facts_summarised') }} as facts on levels.fact_id = facts.fact_id
where not facts.is_rejected
order by levels.year, levels.municipality_code, levels.indicator
