-- The values that people have set, from the file of corrections and from answers that count.

with corrections as (

    select
        corrections.fact_id,
        corrections.field,
        corrections.old_value,
        corrections.new_value,
        corrections.reason,
        corrections.source_url,
        corrections.corrected_by,
        corrections.corrected_on,
        'file' as origin
    from {{ ref('int_corrections_selected') }} as corrections
    -- A correction of a fact that is gone would make a fact without evidence; the guard tells of it.
    semi join {{ ref('int_candidates_hashed') }} as facts on corrections.fact_id = facts.fact_id

    union all

    select
        fact_id,
        field,
        old_value,
        new_value,
        note as reason,
        null as source_url,
        answered_by as corrected_by,
        answered_on as corrected_on,
        'review' as origin
    from {{ ref('int_review_answers_judged') }}
    where outcome = 'applied' and answer = 'correct'

)

select
    *,
    {{ as_number('field', 'new_value') }} as new_number,
    {{ rounding_step('field', as_number('field', 'new_value')) }} as new_step
from corrections
-- The file holds before an answer: it was looked at twice, has a source, and a guard.
qualify row_number() over (partition by fact_id, field order by origin, corrected_on desc, new_value) = 1
