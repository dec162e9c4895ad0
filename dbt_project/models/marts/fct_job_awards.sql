with awards as (

    select distinct
        fact_id,
        municipality_id,
        municipality_code,
        municipality,
        award_year,
        programme,
        category
    from {{ ref('int_award_claims_placed') }}

)

select
    awards.fact_id,
    awards.municipality_id,
    awards.municipality_code,
    awards.municipality,
    awards.award_year,
    awards.programme,
    awards.category,
    coalesce(facts.grade, 'unspecified') as grade,
    facts.incentive_krw,
    facts.n_articles,
    facts.n_independent,
    facts.n_disagreeing,
    facts.n_compiled,
    facts.first_reported_on,
    facts.status,
    facts.best_claim_id,
    facts.review,
    facts.reviewed_on
from awards
inner join {{ ref('int_facts_summarised') }} as facts on awards.fact_id = facts.fact_id
where not facts.is_rejected
order by awards.award_year, awards.municipality_code, awards.programme, awards.category, awards.fact_id
