-- The facts that a person is to look at, and why.

with open_disputes as (

    -- A field that somebody has corrected is no longer open.
    select distinct fact_id
    from {{ ref('int_fact_values_decided') }}
    where not is_agreeing and not is_corrected

),

asked as (

    select
        names.* exclude (programme),
        facts.* exclude (fact_table, fact_id, cell_id, n_compiled, first_reported_on, is_rejected, review, reviewed_on),
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

)

select * from asked
where is_disputed or has_pct_gap or has_low_confidence
