{{ config(description="Each line of corrections.csv corrects a fact that is there, from the value that the articles carry, to one that can stand") }}

with carried as (

    -- Before any correction: what the articles would make of it.
    select fact_id, field, value
    from {{ ref('int_fact_values_ranked') }}
    where is_chosen

)

select
    corrections.*,
    carried.value as value_carried,
    case
        when facts.fact_id is null then 'there is no such fact'
        when carried.value is distinct from corrections.old_value and carried.value is not distinct from corrections.new_value
            then 'the articles carry the corrected value: remove the line'
        when carried.value is distinct from corrections.old_value then 'the articles carry another value than the old one'
        when corrections.field = 'grade' and corrections.programme <> 'national_jobs_award'
            then 'the grade tells awards of other bodies apart and cannot be corrected'
        else 'the new value cannot stand in that field'
    end as problem
from {{ ref('int_corrections_selected') }} as corrections
left join {{ ref('int_candidates_hashed') }} as facts on corrections.fact_id = facts.fact_id
left join carried on corrections.fact_id = carried.fact_id and corrections.field = carried.field
where
    facts.fact_id is null
    or carried.value is distinct from corrections.old_value
    or (corrections.field = 'grade' and corrections.programme <> 'national_jobs_award')
    or (
        corrections.new_value_written is not null
        and not {{ can_stand(
            'corrections.fact_table', 'corrections.field', 'corrections.new_value', 'corrections.indicator'
        ) }}
    )
