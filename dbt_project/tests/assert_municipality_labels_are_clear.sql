{{ config(description="On no day do two municipalities share a code or a label") }}

select
    one.municipality_version_id,
    other.municipality_version_id as other_version_id,
    one.code,
    one.municipality
from {{ ref('dim_municipality') }} as one
inner join {{ ref('dim_municipality') }} as other
    on
        one.municipality_id < other.municipality_id
        and (one.code = other.code or one.municipality = other.municipality)
        and one.valid_from <= coalesce(other.valid_to, date '9999-12-31')
        and other.valid_from <= coalesce(one.valid_to, date '9999-12-31')
