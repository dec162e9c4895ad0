{{ config(description="One national award a municipality, edition and section; awards of other bodies also differ by grade") }}

select
    municipality_id,
    award_year,
    programme,
    category,
    case when programme <> 'national_jobs_award' then grade end as grade_of_other,
    count(*) as n_rows
from {{ ref('fct_job_awards') }}
group by all
having count(*) > 1
