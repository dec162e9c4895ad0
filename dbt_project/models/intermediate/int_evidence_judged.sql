-- What each claim is to the fact that it speaks of: all in its row of fct_fact_evidence that another claim can change.
{{ config(materialized='view') }}

select
    judged.cell_id,
    judged.fact_table,
    judged.fact_id,
    judged.claim_id,
    judged.article_id,
    judged.voice_id,
    judged.published_on,
    judged.stated,
    judged.agrees,
    judged.disagrees_on,
    judged.claim_id = facts.best_claim_id as is_best
from {{ ref('int_claims_judged') }} as judged
inner join {{ ref('int_facts_summarised') }} as facts on judged.fact_id = facts.fact_id
where not facts.is_rejected
