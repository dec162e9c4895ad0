-- The candidate values of each field once more, after people's corrections: which one holds in the end.

with candidates as (

    select * from {{ ref('int_fact_values_ranked') }}

),

-- A corrected value that no article states is a candidate of its own.
unstated as (

    select
        corrections.fact_id,
        corrections.field,
        corrections.new_value as value,
        corrections.new_number as number,
        corrections.new_step as step,
        0::bigint as n_articles,
        0::bigint as n_independent
    from {{ ref('int_corrections_unioned') }} as corrections
    anti join candidates
        on
            corrections.fact_id = candidates.fact_id
            and corrections.field = candidates.field
            and corrections.new_value = candidates.value
    where corrections.new_value is not null

),

judged as (

    select
        candidates.*,
        corrections.fact_id is not null as is_corrected,
        coalesce(candidates.value = corrections.new_value, false) as is_set,
        {{ is_rounding_of('candidates.number', 'candidates.step', 'corrections.new_number', 'corrections.new_step') }}
            as is_rounded_form_of_set,
        corrections.reason as correction_reason,
        corrections.source_url as correction_source_url,
        corrections.corrected_by,
        corrections.corrected_on,
        corrections.origin as correction_origin
    from (select * from candidates union all by name select * from unstated) as candidates
    left join {{ ref('int_corrections_unioned') }} as corrections
        on candidates.fact_id = corrections.fact_id and candidates.field = corrections.field

)

select
    fact_id,
    field,
    value,
    number,
    step,
    n_articles,
    n_independent,
    confidence,
    first_reported_at,
    last_reported_at,
    row_number() over (partition by fact_id, field order by is_set desc, rank) as rank,
    if(is_corrected, is_set, is_chosen) as is_chosen,
    if(is_corrected, is_set or is_rounded_form_of_set, is_agreeing) as is_agreeing,
    case
        when not is_corrected then outcome
        when is_set then 'chosen'
        when is_rounded_form_of_set then 'rounded_form_of_chosen'
        else 'corrected'
    end as outcome,
    is_corrected,
    correction_reason,
    correction_source_url,
    corrected_by,
    corrected_on,
    correction_origin
from judged
