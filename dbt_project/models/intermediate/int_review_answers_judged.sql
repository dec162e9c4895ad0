-- Which answers of people count today, and why the others do not.

with compared as (

    select
        answers.*,
        facts.fact_id is not null as has_fact,
        answers.candidates_hash = facts.candidates_hash as is_of_today,
        answers.answer in ('accept', 'reject')
        or (
            answers.answer = 'correct'
            and {{ can_stand('answers.fact_table', 'answers.field', 'answers.new_value', 'names.what') }}
            -- The grade tells awards of other bodies apart: with another grade it would be another award.
            and (answers.field <> 'grade' or names.programme = 'national_jobs_award')
        ) as is_usable
    from {{ ref('stg_raw__review_answers') }} as answers
    left join {{ ref('int_candidates_hashed') }} as facts on answers.fact_id = facts.fact_id
    left join {{ ref('int_facts_named') }} as names on answers.fact_id = names.fact_id

),

ordered as (

    select
        *,
        -- The rows of one answer share run and instant, so that they win or lose together.
        rank() over (partition by fact_id, is_of_today order by answered_at desc, run_id desc) as newness
    from compared

)

select
    review_answer_id,
    run_id,
    fact_table,
    fact_id,
    subject,
    candidates_hash,
    answer,
    field,
    old_value,
    new_value,
    new_value_written,
    note,
    answered_by,
    answered_at,
    answered_on,
    case
        when not has_fact then 'fact_gone'
        when not is_of_today then 'stale'
        when newness > 1 then 'superseded'
        when not is_usable then 'unusable'
        else 'applied'
    end as outcome
from ordered
