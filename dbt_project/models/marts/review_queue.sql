-- How much of the article a person sees around the evidence, in characters; never past the paragraph.
{%- set context = 150 %}

with open_disputes as (

    -- A field that somebody has corrected is no longer open.
    select distinct fact_id
    from {{ ref('int_fact_values_decided') }}
    where not is_agreeing and not is_corrected

),

candidates as (

    select fact_id, string_agg(field || ' ' || value || ': ' || why, chr(10) order by field, rank) as candidates
    from {{ ref('fct_fact_candidates') }}
    group by fact_id

),

asked as (

    select
        names.* exclude (programme),
        facts.* exclude (fact_table, fact_id, cell_id, is_rejected, review, reviewed_on),
        hashed.candidates_hash,
        candidates.candidates,
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
    left join candidates on facts.fact_id = candidates.fact_id
    left join open_disputes on facts.fact_id = open_disputes.fact_id
    left join {{ ref('fct_job_targets') }} as targets on facts.fact_id = targets.fact_id
    -- Whoever was asked with these very candidates has answered: an accepted or corrected fact has a review, a rejected
    -- one is no fact.
    where facts.review is null and not facts.is_rejected

)

select
    asked.fact_id,
    asked.fact_table,
    -- Where papers disagree, one of them is wrong for certain; the more of them, the more readers have seen it.
    (row_number() over (
        order by
            asked.is_disputed desc,
            asked.has_pct_gap desc,
            asked.n_independent desc,
            asked.confidence,
            asked.fact_id
    ))::integer as priority,
    concat_ws(
        ', ',
        if(asked.is_disputed, 'disputed', null),
        if(asked.has_pct_gap, 'pct_gap', null),
        if(asked.has_low_confidence, 'low_confidence', null)
    ) as reasons,
    asked.municipality_id,
    asked.municipality_code,
    asked.municipality,
    asked.year,
    asked.what,
    asked.grade,
    asked.incentive_krw,
    asked.target_jobs,
    asked.actual_jobs,
    asked.achievement_pct_reported,
    asked.value_pct,
    asked.status,
    asked.n_articles,
    asked.n_independent,
    asked.n_disagreeing,
    asked.confidence,
    asked.candidates,
    asked.candidates_hash,
    asked.best_claim_id,
    regexp_extract(
        substr(
            articles.text,
            greatest(asked.evidence_start - {{ context }}, 0) + 1,
            least(asked.evidence_start, {{ context }})
        ),
        '[^\n]*$'
    ) as evidence_before,
    asked.evidence_text,
    regexp_extract(substr(articles.text, asked.evidence_end + 1, {{ context }}), '^[^\n]*') as evidence_after,
    articles.title,
    articles.source,
    articles.url,
    articles.published_on
from asked
inner join {{ ref('stg_raw__articles') }} as articles on asked.article_id = articles.article_id
where asked.is_disputed or asked.has_pct_gap or asked.has_low_confidence
order by priority
