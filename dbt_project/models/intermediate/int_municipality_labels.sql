-- Whom a label means in a year: the reference lists write labels, and a label may have had two bearers.

with years as (

    select unnest(range(2010, 2041))::integer as year

),

lives as (

    select
        municipality_id,
        min(valid_from) as began_on,
        max(coalesce(valid_to, date '9999-12-31')) as ended_on
    from {{ ref('stg_seeds__municipalities') }}
    group by municipality_id

)

select
    versions.municipality as label,
    years.year,
    versions.municipality_id
from {{ ref('stg_seeds__municipalities') }} as versions
inner join lives on versions.municipality_id = lives.municipality_id
inner join years on years.year between year(lives.began_on) and year(lives.ended_on)
-- A list written later calls a government by its later name, so every name of one that existed in the year will do; but
-- the one that bore the name in that very year comes first, and of two of them the later (청주시 of 2014, before and after).
qualify
    row_number() over (
        partition by versions.municipality, years.year
        order by
            years.year between year(versions.valid_from) and year(coalesce(versions.valid_to, date '9999-12-31')) desc,
            versions.valid_from desc,
            versions.municipality_id
    ) = 1
