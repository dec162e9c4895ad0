-- Of the rows of a touched cell most come out as they were: only the others are written, because the words, links and titles
-- of a cell's hundreds of claims are much to write for the few that a day changes.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_evidence() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

with judged as materialized (

    select * from {{ ref('int_evidence_judged') }}
    {%- if is_incremental() %}
    where
        {{ in_touched_cells() }}
        and {{ evidence_hash() }} not in (
            select {{ evidence_hash() }} from {{ this }}
            where {{ in_touched_cells() }}
        )
    {%- endif %}

)

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
    judged.is_best,
    articles.is_compiled,
    claims.certainty,
    claims.evidence_start,
    claims.evidence_end,
    claims.evidence_text,
    claims.rule,
    claims.confidence,
    claims.extractor_version
from judged
inner join {{ ref('int_claims_matched') }} as claims on judged.claim_id = claims.claim_id
inner join {{ ref('int_articles_selected') }} as articles on judged.article_id = articles.article_id
