-- The claims that count, of the articles of touched voices: those that the newest reading of each selected article made, all
-- kinds in one form, and those of the compiled list, which have a certainty in place of evidence.
{{ config(materialized='view') }}
-- depends_on: {{ ref('int_voices_touched') }}

with claims as (

    select 'award' as kind, award_year as year, * exclude (award_year) from {{ ref('stg_raw__award_claims') }}
    union all by name
    select 'target' as kind, * from {{ ref('stg_raw__target_claims') }}
    union all by name
    select 'indicator' as kind, * from {{ ref('stg_raw__indicator_claims') }}

),

touched as (

    select * from claims
    {%- if last_build_of('int_claims_matched') %}
    where article_id in (select article_id from {{ ref('int_voices_touched') }})
    {%- endif %}

)

select
    {{ cell_id('claims.kind', 'claims.municipality_id', 'claims.year', 'claims.article_id') }} as cell_id,
    claims.claim_id,
    claims.kind,
    claims.article_id,
    voices.voice_id,
    articles.published_at,
    articles.published_on,
    claims.extractor_version,
    claims.municipality_written,
    claims.municipality_id,
    claims.year,
    claims.programme,
    claims.category,
    claims.grade,
    claims.incentive_krw,
    claims.period_end,
    claims.scope,
    claims.target_jobs,
    claims.actual_jobs,
    claims.achievement_pct_reported,
    claims.indicator,
    claims.value_pct,
    coalesce(claims.is_optional, false) as is_optional,
    claims.evidence_start,
    claims.evidence_end,
    claims.evidence_text,
    claims.rule,
    claims.confidence,
    null::varchar as certainty
from touched as claims
inner join {{ ref('int_articles_selected') }} as articles
    on claims.article_id = articles.article_id and claims.extractor_version = articles.extractor_version
inner join {{ ref('int_articles_clustered') }} as voices on claims.article_id = voices.article_id
union all by name
select
    {{ cell_id('kind', 'municipality_id', 'year', 'article_id') }} as cell_id,
    *
from {{ ref('int_compiled_claims_resolved') }}
