-- Which award each award claim speaks of.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

with claims as (

    select
        cell_id,
        claim_id,
        article_id,
        voice_id,
        published_at,
        published_on,
        confidence,
        certainty,
        evidence_start,
        municipality_id,
        municipality_code,
        municipality,
        year as award_year,
        programme,
        category as category_stated,
        grade,
        incentive_krw
    from {{ ref('int_claims_matched') }}
    where kind = 'award' and unplaced_reason is null and {{ in_touched_cells() }}

),

-- What all articles together say of the sections in which a municipality won in an edition.
sections as (

    select
        municipality_id,
        award_year,
        bool_or(category_stated = 'disclosure') as has_disclosure,
        bool_or(category_stated = 'disclosure' and certainty is null) as has_disclosure_in_texts,
        bool_or(category_stated = 'project') as has_project,
        list(distinct grade) filter (category_stated = 'disclosure') as disclosure_grades,
        list(distinct grade) filter (category_stated = 'project') as project_grades
    from claims
    where programme = 'national_jobs_award'
    group by municipality_id, award_year

),

-- What one article says of them.
own_sections as (

    select
        article_id,
        municipality_id,
        award_year,
        bool_or(category_stated = 'disclosure') as has_disclosure
    from claims
    where programme = 'national_jobs_award'
    group by article_id, municipality_id, award_year

),

national as (

    select
        claims.*,
        case
            when claims.category_stated <> 'unspecified' then claims.category_stated
            -- The same grade in a named section: the same award.
            when claims.grade <> 'unspecified' and list_contains(sections.disclosure_grades, claims.grade)
                then 'disclosure'
            when claims.grade <> 'unspecified' and list_contains(sections.project_grades, claims.grade) then 'project'
            -- The disclosure section is the award itself: an article that names no section means it, unless it names
            -- that one too and gives this one another grade. The compiled list says what a text without a grade means;
            -- a text with another grade it does not draw into a dispute.
            when sections.has_disclosure and claims.grade = 'unspecified' then 'disclosure'
            when
                not own_sections.has_disclosure
                and sections.has_disclosure
                and (sections.has_disclosure_in_texts or claims.certainty is not null)
                then 'disclosure'
            when sections.has_project and claims.grade = 'unspecified' then 'project'
            else 'unspecified'
        end as category,
        'award' as distinguished_by
    from claims
    inner join sections
        on claims.municipality_id = sections.municipality_id and claims.award_year = sections.award_year
    inner join own_sections
        on
            claims.article_id = own_sections.article_id
            and claims.municipality_id = own_sections.municipality_id
            and claims.award_year = own_sections.award_year
    where claims.programme = 'national_jobs_award'

),

-- Awards of other bodies: who gives them is not read yet, so two grades are two awards rather than a dispute.
other_graded as (

    select
        municipality_id,
        award_year,
        programme,
        category_stated,
        min(grade) as only_grade,
        count(distinct grade) as n_grades,
        list(distinct article_id) as article_ids
    from claims
    where programme <> 'national_jobs_award' and grade <> 'unspecified'
    group by municipality_id, award_year, programme, category_stated

),

other as (

    select
        claims.*,
        claims.category_stated as category,
        case
            -- A claim without a grade means the one award that is known, unless its own article names that one beside it.
            when
                claims.grade = 'unspecified'
                and other_graded.n_grades = 1
                and not list_contains(other_graded.article_ids, claims.article_id)
                then other_graded.only_grade
            else claims.grade
        end as distinguished_by
    from claims
    left join other_graded
        on
            claims.municipality_id = other_graded.municipality_id
            and claims.award_year = other_graded.award_year
            and claims.programme = other_graded.programme
            and claims.category_stated = other_graded.category_stated
    where claims.programme <> 'national_jobs_award'

)

select
    {{ fact_id('fct_job_awards', ['municipality_id', 'award_year', 'programme', 'category', 'distinguished_by']) }}
        as fact_id,
    *
from (select * from national union all by name select * from other)
