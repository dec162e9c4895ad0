-- Runs of editions in each of which a municipality won the national award. There has been one edition a year since 2012.

with won as (

    select
        awards.municipality_id,
        awards.award_year,
        any_value(awards.municipality_code) as municipality_code,
        any_value(awards.municipality) as municipality,
        first(awards.grade order by grades.grade_rank nulls last) as best_grade,
        min(grades.grade_rank) as best_grade_rank,
        bool_or(awards.status = 'disputed') as is_disputed
    from {{ ref('fct_job_awards') }} as awards
    left join {{ ref('grades') }} as grades on awards.grade = grades.grade
    where awards.programme = 'national_jobs_award'
    group by awards.municipality_id, awards.award_year

),

-- In an unbroken run year and place grow together: their difference names the run.
placed as (

    select
        *,
        award_year - row_number() over (partition by municipality_id order by award_year) as run
    from won

),

newest_edition as (

    select max(award_year) as award_year from won

)

select
    md5(placed.municipality_id || '|' || min(placed.award_year)) as award_streak_id,
    placed.municipality_id,
    arg_max(placed.municipality_code, placed.award_year) as municipality_code,
    arg_max(placed.municipality, placed.award_year) as municipality,
    min(placed.award_year)::integer as first_award_year,
    max(placed.award_year)::integer as last_award_year,
    count(*)::integer as n_editions,
    first(placed.best_grade order by placed.best_grade_rank nulls last, placed.award_year) as best_grade,
    (count(*) filter (placed.is_disputed))::integer as n_disputed_editions,
    max(placed.award_year) = any_value(newest_edition.award_year) as is_running
from placed
cross join newest_edition
group by placed.municipality_id, placed.run
order by n_editions desc, first_award_year, municipality_code
