{{ config(description="The versions of one municipality follow each other without gap or overlap; only the last is open") }}

with versions as (

    select
        municipality_id,
        valid_from,
        valid_to,
        lead(valid_from) over (partition by municipality_id order by valid_from) as next_from
    from {{ ref('dim_municipality') }}

)

select *
from versions
where valid_to < valid_from or (next_from is not null and valid_to + interval 1 day is distinct from next_from)
