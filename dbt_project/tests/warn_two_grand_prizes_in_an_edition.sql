{{ config(severity="warn", description="종합대상 is given once in an edition: of two, at least one was misread") }}

select award_year, count(*) as n_winners, string_agg(municipality, ', ' order by municipality) as winners
from {{ ref('fct_job_awards') }}
where programme = 'national_jobs_award' and grade = '종합대상'
group by award_year
having count(*) > 1
