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
    new_value_written as new_value,
    note,
    answered_by,
    answered_at,
    outcome
from {{ ref('int_review_answers_judged') }}
order by answered_at, run_id, fact_id, field, review_answer_id
