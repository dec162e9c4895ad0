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
        and facts.year >= year(municipalities.valid_from)
        and facts.year <= coalesce(year(municipalities.valid_to), facts.year)
