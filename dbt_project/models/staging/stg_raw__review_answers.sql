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
    {{ as_value('field', 'new_value') }} as new_value,
    new_value as new_value_written,
    note,
    answered_by,
    answered_at,
    {{ korean_date('answered_at') }} as answered_on
from {{ source('raw', 'review_answers') }}
