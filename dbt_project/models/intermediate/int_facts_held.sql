-- What the fact tables say now, all in one form, so that the log can compare it with what they said before.

with awards as (

    select
        'fct_job_awards' as fact_table,
        fact_id,
        municipality_id,
        municipality_code,
        municipality,
        award_year as year,
        json_object('programme', programme, 'category', category) as about,
        json_object('grade', grade, 'incentive_krw', incentive_krw) as held,
        status,
        best_claim_id
    from {{ ref('fct_job_awards') }}

),

targets as (

    select
        'fct_job_targets' as fact_table,
        fact_id,
        municipality_id,
        municipality_code,
        municipality,
        year,
        json_object('period_end', period_end, 'scope', scope) as about,
        json_object(
            'target_jobs', target_jobs,
            'actual_jobs', actual_jobs,
            'achievement_pct_reported', achievement_pct_reported
        ) as held,
        status,
        best_claim_id
    from {{ ref('fct_job_targets') }}

),

levels as (

    select
        'fct_employment_indicators' as fact_table,
        fact_id,
        municipality_id,
        municipality_code,
        municipality,
        year,
        json_object('indicator', indicator) as about,
        json_object('value_pct', value_pct) as held,
        status,
        best_claim_id
    from {{ ref('fct_employment_indicators') }}

),

facts as (

    select * from awards
    union all by name
    select * from targets
    union all by name
    select * from levels

)

select
    fact_table,
    fact_id,
    municipality_id,
    municipality_code,
    municipality,
    year,
    -- What nobody states is left out of the text, not written as null: a column that comes later changes no old fact.
    json_merge_patch('{}', about)::varchar as about,
    json_merge_patch('{}', held)::varchar as held,
    status,
    best_claim_id
from facts
