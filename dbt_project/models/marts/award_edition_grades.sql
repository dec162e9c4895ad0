with announced as (

    select
        award_year,
        category,
        grade,
        n_announced,
        source_url
    from {{ ref('edition_grades') }}

),

found as (

    select
        award_year,
        section as category,
        grade,
        count(*) as n_found,
        count(*) filter (n_compiled < n_articles) as n_from_texts,
        count(*) filter (n_compiled > 0) as n_from_compiled
    from {{ ref('fct_job_awards') }}
    where section is not null
    group by award_year, section, grade

)

select
    coalesce(announced.award_year, found.award_year) as award_year,
    coalesce(announced.category, found.category) as category,
    coalesce(announced.grade, found.grade) as grade,
    announced.n_announced,
    coalesce(found.n_found, 0)::integer as n_found,
    coalesce(found.n_from_texts, 0)::integer as n_from_texts,
    coalesce(found.n_from_compiled, 0)::integer as n_from_compiled,
    round(100.0 * coalesce(found.n_found, 0) / nullif(announced.n_announced, 0), 1) as found_pct,
    announced.source_url
from announced
full join found
    on
        announced.award_year = found.award_year
        and announced.category = found.category
        and announced.grade = found.grade
left join {{ ref('grades') }} as grades on coalesce(announced.grade, found.grade) = grades.grade
order by award_year, category, grades.grade_rank
