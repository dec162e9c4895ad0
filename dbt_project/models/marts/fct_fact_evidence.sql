{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}
select
    judged.cell_id,
    md5(judged.fact_id || '|' || judged.claim_id) as fact_evidence_id,
    judged.fact_table,
    judged.fact_id,
    judged.claim_id,
    judged.article_id,
    judged.voice_id,
    articles.source,
    articles.url,
    articles.title,
    judged.published_on,
    claims.municipality_written,
    judged.stated,
    judged.agrees,
    judged.disagrees_on,
    judged.claim_id = facts.best_claim_id as is_best,
    articles.is_compiled,
    claims.certainty,
    claims.evidence_start,
    claims.evidence_end,
    claims.evidence_text,
    claims.rule,
    claims.confidence,
    claims.extractor_version
from {{ ref('int_claims_judged') }} as judged
inner join {{ ref('int_facts_summarised') }} as facts on judged.fact_id = facts.fact_id
inner join {{ ref('int_claims_matched') }} as claims on judged.claim_id = claims.claim_id
inner join {{ ref('int_articles_selected') }} as articles on judged.article_id = articles.article_id
where
    not facts.is_rejected
    and {{ in_touched_cells('judged.cell_id') }}
