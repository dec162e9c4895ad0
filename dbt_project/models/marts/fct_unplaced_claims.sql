-- The claims of a fact that a person rejected.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}
with rejected as (

    select claims.claim_id
    from {{ ref('int_claims_placed') }} as claims
    inner join {{ ref('int_facts_summarised') }} as facts on claims.fact_id = facts.fact_id
    where facts.is_rejected

)

select
    claims.cell_id,
    claims.claim_id,
    claims.kind,
    coalesce(claims.unplaced_reason, 'rejected') as reason,
    claims.article_id,
    articles.source,
    articles.url,
    claims.published_on,
    claims.municipality_written,
    claims.municipality_id,
    claims.year,
    articles.is_compiled,
    claims.certainty,
    claims.evidence_text,
    claims.rule,
    claims.confidence,
    claims.extractor_version
from {{ ref('int_claims_matched') }} as claims
inner join {{ ref('int_articles_selected') }} as articles on claims.article_id = articles.article_id
left join rejected on claims.claim_id = rejected.claim_id
where
    (claims.unplaced_reason is not null or rejected.claim_id is not null)
    and {{ in_touched_cells('claims.cell_id') }}
