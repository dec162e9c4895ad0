{{ config(description="A successor names its predecessor, and the other way round, on adjoining days") }}

with successors as (

    select municipality_id, unnest(string_split(successor_ids, '|')) as successor_id, valid_to
    from {{ ref('dim_municipality') }}
    where successor_ids is not null

),

predecessors as (

    select unnest(string_split(predecessor_ids, '|')) as municipality_id, municipality_id as successor_id, valid_from
    from {{ ref('dim_municipality') }}
    where predecessor_ids is not null

)

select
    coalesce(successors.municipality_id, predecessors.municipality_id) as municipality_id,
    coalesce(successors.successor_id, predecessors.successor_id) as successor_id,
    successors.valid_to,
    predecessors.valid_from
from successors
full join predecessors
    on successors.municipality_id = predecessors.municipality_id and successors.successor_id = predecessors.successor_id
where (successors.valid_to + interval 1 day = predecessors.valid_from) is not true
