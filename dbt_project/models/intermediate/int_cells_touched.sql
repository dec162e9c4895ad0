-- The cells that this build makes anew: those of which something else is said, by other voices, or decided by people than
-- when they were last built. Whatever the cause is (a new or late article, a newer reading, a revision, a source left
-- out, a text that ties two voices into one, an answer), it shows in the claims; so nothing has to be noted by its cause.
{{ config(post_hook="{{ cells_are_being_built() }}") }}
{%- set cells_built = last_build_of('int_cells_built') %}
{%- set facts_built = last_build_of('int_facts_summarised') %}

with said as (

    -- A claim's key is a hash of all that it says; the voice is what others' texts change in it. So nothing wide is read.
    select cell_id, {{ hash_of_rows('hash(claim_id, voice_id)') }} as said_hash, count(*) as n_claims
    from {{ ref('int_claims_matched') }}
    group by cell_id

),

decisions as (

    select fact_id, hash(answers) as decision_hash from {{ ref('stg_raw__review_answers') }} as answers
    union all
    select fact_id, hash(corrections) as decision_hash from {{ ref('int_corrections_selected') }} as corrections

),

-- A decision on a fact that is not there yet shows in the build after the one that makes the fact: its cell is then
-- touched once more, which changes nothing.
decided as (

    {%- if facts_built %}

    select facts.cell_id, {{ hash_of_rows('decisions.decision_hash') }} as decided_hash
    from decisions
    inner join {{ facts_built }} as facts on decisions.fact_id = facts.fact_id
    group by facts.cell_id
    {%- else %}

    select null::varchar as cell_id, decision_hash as decided_hash
    from decisions
    where false
    {%- endif %}

),

cells as (

    select said.cell_id, hash(said.said_hash, said.n_claims, coalesce(decided.decided_hash, 0)) as cell_hash
    from said
    left join decided on said.cell_id = decided.cell_id

)

{% if cells_built -%}
-- No hash: nothing is said there any more, or a build that did not end left its mark.
select coalesce(cells.cell_id, built.cell_id) as cell_id, cells.cell_hash
from cells
full join {{ cells_built }} as built on cells.cell_id = built.cell_id
where cells.cell_id is null or cells.cell_hash is distinct from built.cell_hash
{%- else -%}
select cell_id, cell_hash
from cells
{%- endif %}
