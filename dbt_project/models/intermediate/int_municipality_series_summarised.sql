-- Where the series of a municipality begins and ends, and what it came out of or went into.

with lives as (

    select
        municipality_id,
        min(valid_from) as began_on,
        arg_min(change, valid_from) as began_by,
        -- Open while the last version is.
        case when bool_and(valid_to is not null) then max(valid_to) end as ended_on,
        arg_max(municipality, valid_from) as last_label,
        arg_min(municipality, valid_from) as first_label,
        arg_min_null(predecessor_ids, valid_from) as predecessor_ids,
        arg_max_null(successor_ids, valid_from) as successor_ids
    from {{ ref('stg_seeds__municipalities') }}
    group by municipality_id

),

relatives as (

    select municipality_id, 'predecessor' as relation, unnest(string_split(predecessor_ids, '|')) as relative_id
    from lives
    where predecessor_ids is not null
    union all
    select municipality_id, 'successor' as relation, unnest(string_split(successor_ids, '|')) as relative_id
    from lives
    where successor_ids is not null

),

labelled as (

    select
        relatives.municipality_id,
        -- Under the names that they bore on the day of the change.
        string_agg(lives.last_label, ', ' order by lives.municipality_id)
            filter (relatives.relation = 'predecessor') as predecessors,
        string_agg(lives.first_label, ', ' order by lives.municipality_id)
            filter (relatives.relation = 'successor') as successors
    from relatives
    inner join lives on relatives.relative_id = lives.municipality_id
    group by relatives.municipality_id

)

select
    lives.municipality_id,
    lives.began_on,
    lives.began_by,
    lives.ended_on,
    lives.predecessor_ids,
    labelled.predecessors,
    lives.successor_ids,
    labelled.successors
from lives
left join labelled on lives.municipality_id = labelled.municipality_id
