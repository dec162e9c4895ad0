{#-
    The claims of model `int_claims_unioned`, of cells that fulfil a condition on `cell_id`, which is asked before anything is
    joined: a day needs those of a few cells.
-#}
{% macro claims_that_count(condition) -%}
with claims as (

    select 'award' as kind, award_year as year, * exclude (award_year) from {{ ref('stg_raw__award_claims') }}
    union all by name
    select 'target' as kind, * from {{ ref('stg_raw__target_claims') }}
    union all by name
    select 'indicator' as kind, * from {{ ref('stg_raw__indicator_claims') }}

),

of_cells as (

    select {{ cell_id('kind', 'municipality_id', 'year', 'article_id') }} as cell_id, *
    from claims
    where {{ condition }}

)

select
    claims.cell_id,
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
from of_cells as claims
inner join {{ ref('int_articles_selected') }} as articles
    on claims.article_id = articles.article_id and claims.extractor_version = articles.extractor_version
inner join {{ ref('int_articles_clustered') }} as voices on claims.article_id = voices.article_id
union all by name
select
    {{ cell_id('kind', 'municipality_id', 'year', 'article_id') }} as cell_id,
    *
from {{ ref('int_compiled_claims_resolved') }}
where {{ condition }}
{%- endmacro %}
