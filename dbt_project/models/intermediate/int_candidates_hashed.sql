-- The candidate values of each fact as one hash: an answer of a person holds as long as it stays the same.

with voices as (

    select fact_table, fact_id, count(distinct voice_id) as n_independent
    from {{ ref('int_claims_placed') }}
    group by fact_table, fact_id

),

-- As the articles have it, before any correction: else an answer would make itself out of date.
candidates as (

    select
        fact_id,
        string_agg(concat_ws(' ', field, value, n_independent, is_chosen), '|' order by field, value) as described
    from {{ ref('int_fact_values_ranked') }}
    group by fact_id

)

select
    voices.fact_table,
    voices.fact_id,
    -- An award of which no article says more than that it was won has no values; its voices are all there is.
    md5(coalesce(candidates.described, voices.n_independent::varchar)) as candidates_hash
from voices
left join candidates on voices.fact_id = candidates.fact_id
