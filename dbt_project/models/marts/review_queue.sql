with asked as (

    select * from {{ ref('int_facts_in_question') }}

),

candidates as (

    select
        found.fact_id,
        string_agg(
            found.field || ' ' || found.value || ': ' || found.why, chr(10) order by found.field, found.rank
        ) as candidates
    from {{ ref('fct_fact_candidates') }} as found
    semi join asked on found.fact_id = asked.fact_id
    group by found.fact_id

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
    candidates.candidates,
    asked.candidates_hash,
    asked.best_claim_id,
    surroundings.evidence_before,
    asked.evidence_text,
    surroundings.evidence_after,
    articles.title,
    articles.source,
    articles.url,
    articles.published_on
from asked
left join candidates on asked.fact_id = candidates.fact_id
-- A claim of the compiled list has no sentence to show.
inner join {{ ref('int_evidence_surroundings') }} as surroundings on asked.best_claim_id = surroundings.claim_id
inner join {{ ref('int_articles_selected') }} as articles on asked.article_id = articles.article_id
order by priority
