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

),

-- Materialized, so that the cells are chosen before anything is joined: a row a claim of all years is more than a day's.
claims as materialized (

    select * from {{ ref('int_claims_matched') }}
    where
        {{ in_touched_cells() }}
        and (unplaced_reason is not null or claim_id in (select claim_id from rejected))

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
from claims
inner join {{ ref('int_articles_selected') }} as articles on claims.article_id = articles.article_id
