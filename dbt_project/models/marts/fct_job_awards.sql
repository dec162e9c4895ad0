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
    case
        when awards.programme <> 'national_jobs_award' then null
        -- A project's prize of the years without a section for projects is from a contest of its own.
        when awards.category = 'project' and editions.n_project_prizes = 0 then null
        when awards.category <> 'unspecified' then awards.category
        -- Where the projects had no section, or none with this grade, it can only be the disclosure section.
        when editions.n_project_prizes = 0 or not grades.is_national_project then 'disclosure'
        else 'unspecified'
    end as section,
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
left join {{ ref('grades') }} as grades on coalesce(facts.grade, 'unspecified') = grades.grade
left join {{ ref('editions') }} as editions on awards.award_year = editions.award_year
where not facts.is_rejected
order by awards.award_year, awards.municipality_code, awards.programme, awards.category, awards.fact_id
