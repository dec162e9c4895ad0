{{ config(description="No fact without evidence, no evidence without its fact, one best claim a fact, counts that add up; of the cells that this build makes anew") }}
-- depends_on: {{ ref('int_cells_touched') }}

with tested as (

    select fact_id from {{ ref('int_facts_summarised') }}
    where {{ in_tested_cells() }}

),

facts as (

    select 'fct_job_awards' as fact_table, fact_id, best_claim_id, n_articles, n_independent, n_disagreeing
    from {{ ref('fct_job_awards') }}
    where fact_id in (select fact_id from tested)
    union all
    select 'fct_job_targets', fact_id, best_claim_id, n_articles, n_independent, n_disagreeing
    from {{ ref('fct_job_targets') }}
    where fact_id in (select fact_id from tested)
    union all
    select 'fct_employment_indicators', fact_id, best_claim_id, n_articles, n_independent, n_disagreeing
    from {{ ref('fct_employment_indicators') }}
    where fact_id in (select fact_id from tested)

),

evidence as (

    select
        fact_table,
        fact_id,
        count(distinct article_id) as n_articles_found,
        count(distinct voice_id) as n_independent_found,
        count(distinct article_id) filter (not agrees) as n_disagreeing_found,
        max(claim_id) filter (is_best) as best_claim_id_found,
        count(*) filter (is_best) as n_best
    from {{ ref('fct_fact_evidence') }}
    where {{ in_tested_cells() }}
    group by fact_table, fact_id

)

select *
from facts
full join evidence on facts.fact_table = evidence.fact_table and facts.fact_id = evidence.fact_id
where
    facts.fact_id is null
    or evidence.fact_id is null
    or evidence.n_best <> 1
    or facts.best_claim_id is distinct from evidence.best_claim_id_found
    or facts.n_articles <> evidence.n_articles_found
    or facts.n_independent <> evidence.n_independent_found
    or facts.n_disagreeing <> evidence.n_disagreeing_found
