with rejections as (

    select distinct fact_id, note, answered_by, answered_on
    from {{ ref('int_review_answers_judged') }}
    where outcome = 'applied' and answer = 'reject'

)

select
    names.fact_id,
    names.fact_table,
    names.municipality_id,
    names.municipality_code,
    names.municipality,
    names.year,
    names.what,
    best.stated,
    facts.n_articles,
    facts.n_independent,
    facts.best_claim_id,
    claims.evidence_text,
    articles.url,
    rejections.note as reason,
    rejections.answered_by as rejected_by,
    rejections.answered_on as rejected_on
from rejections
inner join {{ ref('int_facts_summarised') }} as facts on rejections.fact_id = facts.fact_id
inner join {{ ref('int_facts_named') }} as names on rejections.fact_id = names.fact_id
inner join {{ ref('int_claims_judged') }} as best on facts.best_claim_id = best.claim_id
inner join {{ ref('int_claims_matched') }} as claims on facts.best_claim_id = claims.claim_id
inner join {{ ref('int_articles_selected') }} as articles on claims.article_id = articles.article_id
order by names.year, names.municipality_code, names.fact_table, names.fact_id
