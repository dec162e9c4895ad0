-- The national awards that hold, counted as their edition counts them: which section, from a text or compiled.

with awards as (

    select distinct
        fact_id,
        award_year,
        municipality_id,
        municipality,
        category
    from {{ ref('int_award_claims_placed') }}
    where programme = 'national_jobs_award'

),

levels as (

    select municipality_id, any_value(level) as level
    from {{ ref('stg_seeds__municipalities') }}
    group by municipality_id

)

select
    awards.fact_id,
    awards.award_year,
    awards.municipality_id,
    awards.municipality,
    levels.level,
    case
        when awards.category <> 'unspecified' then awards.category
        -- Where the projects had no section, or none with this grade, it can only be the disclosure section.
        when editions.n_project_prizes = 0 or not grades.is_national_project then 'disclosure'
        else 'unspecified'
    end as section,
    grades.grade,
    summarised.status,
    summarised.n_compiled < summarised.n_articles as is_from_texts,
    summarised.n_compiled > 0 as is_from_compiled,
    -- A project's prize of those years is from a contest of its own, which the edition does not count.
    awards.category <> 'project' or coalesce(editions.n_project_prizes <> 0, true) as is_of_edition
from awards
inner join {{ ref('int_facts_summarised') }} as summarised on awards.fact_id = summarised.fact_id
inner join {{ ref('grades') }} as grades on coalesce(summarised.grade, 'unspecified') = grades.grade
inner join levels on awards.municipality_id = levels.municipality_id
left join {{ ref('editions') }} as editions on awards.award_year = editions.award_year
