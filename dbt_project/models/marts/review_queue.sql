-- How much of the article a person sees around the evidence, in characters; never past the paragraph.
{%- set context = 150 %}

with open_disputes as (

    -- A field that somebody has corrected is no longer open.
    select distinct fact_id
    from {{ ref('int_fact_values_decided') }}
    where not is_agreeing and not is_corrected

),

asked as (

    select
        names.* exclude (programme),
        facts.* exclude (fact_table, fact_id, cell_id, is_rejected, review, reviewed_on),
        hashed.candidates_hash,
        claims.article_id,
        claims.evidence_start,
        claims.evidence_end,
        claims.evidence_text,
        claims.confidence,
        open_disputes.fact_id is not null as is_disputed,
        facts.status <> 'corrected' and coalesce(targets.has_pct_gap, false) as has_pct_gap,
        facts.status <> 'corrected' and claims.confidence < {{ var('review_below_confidence') }} as has_low_confidence
    from {{ ref('int_facts_summarised') }} as facts
    inner join {{ ref('int_facts_named') }} as names on facts.fact_id = names.fact_id
    inner join {{ ref('int_candidates_hashed') }} as hashed on facts.fact_id = hashed.fact_id
    inner join {{ ref('int_claims_matched') }} as claims on facts.best_claim_id = claims.claim_id
    left join open_disputes on facts.fact_id = open_disputes.fact_id
    left join {{ ref('fct_job_targets') }} as targets on facts.fact_id = targets.fact_id
    -- Whoever was asked with these very candidates has answered: an accepted or corrected fact has a review, a rejected
    -- one is no fact.
    where facts.review is null and not facts.is_rejected

),

put as materialized (

    select * from asked
    where is_disputed or has_pct_gap or has_low_confidence

),

candidates as (

    select
        found.fact_id,
        string_agg(
            found.field || ' ' || found.value || ': ' || found.why, chr(10) order by found.field, found.rank
        ) as candidates
    from {{ ref('fct_fact_candidates') }} as found
    semi join put on found.fact_id = put.fact_id
    group by found.fact_id

),

-- By their place, because a join would read the texts of all articles to give those of a few.
articles as (

    select *
    from {{ ref('stg_raw__articles') }}
    where
        row_place in (
            select found.row_place
            from {{ ref('stg_raw__articles') }} as found
            semi join put on found.article_id = put.article_id
        )

)

select
    put.fact_id,
    put.fact_table,
    -- Where papers disagree, one of them is wrong for certain; the more of them, the more readers have seen it.
    (row_number() over (
        order by
            put.is_disputed desc,
            put.has_pct_gap desc,
            put.n_independent desc,
            put.confidence,
            put.fact_id
    ))::integer as priority,
    concat_ws(
        ', ',
        if(put.is_disputed, 'disputed', null),
        if(put.has_pct_gap, 'pct_gap', null),
        if(put.has_low_confidence, 'low_confidence', null)
    ) as reasons,
    put.municipality_id,
    put.municipality_code,
    put.municipality,
    put.year,
    put.what,
    put.grade,
    put.incentive_krw,
    put.target_jobs,
    put.actual_jobs,
    put.achievement_pct_reported,
    put.value_pct,
    put.status,
    put.n_articles,
    put.n_independent,
    put.n_disagreeing,
    put.confidence,
    candidates.candidates,
    put.candidates_hash,
    put.best_claim_id,
    regexp_extract(
        substr(
            articles.text,
            greatest(put.evidence_start - {{ context }}, 0) + 1,
            least(put.evidence_start, {{ context }})
        ),
        '[^\n]*$'
    ) as evidence_before,
    put.evidence_text,
    regexp_extract(substr(articles.text, put.evidence_end + 1, {{ context }}), '^[^\n]*') as evidence_after,
    articles.title,
    articles.source,
    articles.url,
    articles.published_on
from put
left join candidates on put.fact_id = candidates.fact_id
inner join articles on put.article_id = articles.article_id
order by priority
