{{ config(description="Metropolitan and basic governments on three known days, as published") }}
-- 2012: 연기군 has become 세종, 청원군 is still there. 2026-07-01: 전남 and 광주 are one, 인천's districts are redrawn.

with known as (

    select *
    from
        (
            values
            (date '2012-12-31', 17, 227),
            (date '2024-12-31', 17, 226),
            (date '2026-07-01', 16, 227)
        ) as days (day, n_metropolitan, n_basic)

),

found as (

    select
        known.day,
        known.n_metropolitan,
        known.n_basic,
        count(*) filter (municipalities.level = 'metropolitan') as n_metropolitan_found,
        count(*) filter (municipalities.level = 'basic') as n_basic_found
    from known
    left join {{ ref('dim_municipality') }} as municipalities
        on
            municipalities.valid_from <= known.day
            and coalesce(municipalities.valid_to, date '9999-12-31') >= known.day
    group by all

)

select *
from found
where n_metropolitan <> n_metropolitan_found or n_basic <> n_basic_found
