{{ config(description="Every fact's municipality existed in its year, under the code and label that the fact carries") }}

with facts as (

    select fact_id, municipality_id, municipality_code, municipality, award_year as year from {{ ref('fct_job_awards') }}
    union all
    select fact_id, municipality_id, municipality_code, municipality, year from {{ ref('fct_job_targets') }}
    union all
    select fact_id, municipality_id, municipality_code, municipality, year from {{ ref('fct_employment_indicators') }}

)

select facts.*
from facts
anti join {{ ref('dim_municipality') }} as municipalities
    on
        facts.municipality_id = municipalities.municipality_id
        and facts.municipality_code = municipalities.code
        and facts.municipality = municipalities.municipality
        and municipalities.valid_from <= make_date(facts.year, 12, 31)
        and coalesce(municipalities.valid_to, date '9999-12-31') >= make_date(facts.year, 1, 1)
