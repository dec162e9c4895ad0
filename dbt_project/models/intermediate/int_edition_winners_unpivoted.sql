-- Who is known to have won the prizes that are given once, or once for each level.

with named as (

    select award_year, top_grade as grade, null as level, top_winner as label
    from {{ ref('editions') }}
    union all
    select award_year, '대상' as grade, 'metropolitan' as level, metropolitan_winner as label
    from {{ ref('editions') }}
    union all
    select award_year, '대상' as grade, 'basic' as level, basic_winner as label
    from {{ ref('editions') }}

)

select
    named.award_year,
    named.grade,
    named.level,
    named.label as municipality,
    labels.municipality_id
from named
left join {{ ref('int_municipality_labels') }} as labels
    on named.label = labels.label and named.award_year = labels.year
where named.label is not null
