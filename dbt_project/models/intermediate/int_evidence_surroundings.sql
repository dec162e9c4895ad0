-- What stands around the evidence of each claim that a person is shown. A claim's key follows from its article and span, so
-- it is read once: the texts of all articles are much to go through for the few claims that a day puts into question.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    post_hook="delete from {{ this }} where claim_id not in (select best_claim_id from {{ ref('int_facts_in_question') }})"
) }}
-- How much of the article a person sees around the evidence, in characters; never past the paragraph.
{%- set context = 150 %}

with shown as materialized (

    select
        best_claim_id as claim_id,
        article_id,
        evidence_start,
        evidence_end
    from {{ ref('int_facts_in_question') }}
    {%- if is_incremental() %}
    where best_claim_id not in (select claim_id from {{ this }})
    {%- endif %}

),

-- By their place, because a join would read the texts of all articles to give those of a few.
articles as (

    select article_id, text
    from {{ ref('stg_raw__articles') }}
    where
        row_place in (
            select found.row_place
            from {{ ref('stg_raw__articles') }} as found
            semi join shown on found.article_id = shown.article_id
        )

)

select
    shown.claim_id,
    regexp_extract(
        substr(
            articles.text,
            greatest(shown.evidence_start - {{ context }}, 0) + 1,
            least(shown.evidence_start, {{ context }})
        ),
        '[^\n]*$'
    ) as evidence_before,
    regexp_extract(substr(articles.text, shown.evidence_end + 1, {{ context }}), '^[^\n]*') as evidence_after
from shown
inner join articles on shown.article_id = articles.article_id
