-- Every single value that a claim states, one a row, so that all kinds are weighed by the same rules.
{{ config(materialized='view') }}

{%- set fields = [
    ('int_award_claims_placed', 'incentive_krw'),
    ('int_target_claims_placed', 'target_jobs'),
    ('int_target_claims_placed', 'actual_jobs'),
    ('int_target_claims_placed', 'achievement_pct_reported'),
    ('int_indicator_claims_placed', 'value_pct'),
] %}

with stated as (

    -- An ungraded award states no grade: it agrees with any.
    select cell_id, fact_id, claim_id, 'grade' as field, grade as value, null::double as number
    from {{ ref('int_award_claims_placed') }}
    where grade <> 'unspecified'

    {%- for model, field in fields %}
    union all
    select cell_id, fact_id, claim_id, '{{ field }}' as field, {{ field }}::varchar as value, {{ field }}::double as number
    from {{ ref(model) }}
    where {{ field }} is not null
    {%- endfor %}

)

select
    cell_id,
    claim_id,
    fact_id,
    field,
    value,
    number,
    {{ rounding_step('field', 'number') }} as step
from stated
