{{ config(description="The last row of each fact in the log is what the fact tables say, and change numbers have no gap") }}

with last_rows as (

    select
        fact_id,
        change_number,
        held,
        status,
        count(*) over (partition by fact_id) as n_changes
    from {{ ref('fct_fact_log') }}
    qualify row_number() over (partition by fact_id order by change_number desc) = 1

)

select
    coalesce(facts.fact_id, last_rows.fact_id) as fact_id,
    facts.held,
    last_rows.held as held_in_log,
    facts.status,
    last_rows.status as status_in_log,
    last_rows.change_number,
    last_rows.n_changes
from {{ ref('int_facts_held') }} as facts
full join last_rows on facts.fact_id = last_rows.fact_id
where
    facts.held is distinct from last_rows.held
    or facts.status is distinct from last_rows.status
    or last_rows.change_number is distinct from last_rows.n_changes
