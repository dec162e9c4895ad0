with facts as (

    select
        names.*,
        summarised.is_rejected,
        rejections.answered_by as rejected_by,
        rejections.note as rejection_note
    from {{ ref('int_facts_named') }} as names
    inner join {{ ref('int_facts_summarised') }} as summarised on names.fact_id = summarised.fact_id
    left join {{ ref('int_review_answers_judged') }} as rejections
        on
            names.fact_id = rejections.fact_id
            and rejections.outcome = 'applied'
            and rejections.answer = 'reject'

),

candidates as (

    select * from {{ ref('int_fact_values_decided') }}

),

-- The value that each candidate lost to: the one that holds.
chosen as (

    select fact_id, field, value, n_independent, confidence, first_reported_at
    from candidates
    where is_chosen

),

-- What a correction says, the same words for the value that it sets and for those that it beats.
compared as (

    select
        candidates.* replace (if(facts.is_rejected, 'rejected', candidates.outcome) as outcome),
        facts.* exclude (fact_id),
        chosen.value as chosen_value,
        chosen.n_independent as chosen_n_independent,
        chosen.confidence as chosen_confidence,
        coalesce(round(candidates.confidence, 2) = round(chosen.confidence, 2), false) as is_close,
        concat_ws(
            '',
            candidates.corrected_by,
            ' on ' || candidates.corrected_on,
            ': ' || nullif(trim(candidates.correction_reason), ''),
            ' (' || candidates.correction_source_url || ')'
        ) as correction,
        candidates.n_independent
        || if(candidates.n_independent = 1, ' independent voice', ' independent voices') as voices
    from candidates
    inner join facts on candidates.fact_id = facts.fact_id
    left join chosen on candidates.fact_id = chosen.fact_id and candidates.field = chosen.field

)

select
    md5(concat_ws('|', fact_id, field, value)) as fact_candidate_id,
    fact_table,
    fact_id,
    municipality_id,
    municipality_code,
    municipality,
    year,
    what,
    field,
    value,
    n_articles::integer as n_articles,
    n_independent::integer as n_independent,
    {{ korean_date('first_reported_at') }} as first_reported_on,
    {{ korean_date('last_reported_at') }} as last_reported_on,
    confidence,
    rank::integer as rank,
    is_chosen,
    is_agreeing,
    outcome,
    case outcome
        when 'rejected' then concat_ws('', 'the fact was rejected by ', rejected_by, ': ' || nullif(trim(rejection_note), ''))
        when 'chosen' then if(is_corrected, 'set by ' || correction, voices)
        when 'rounded_form_of_chosen' then 'says the same as ' || chosen_value || ', rounded'
        when 'rounded_form_of_another' then 'is another value, rounded, and counts as a vote for that one'
        when 'fewer_voices' then
            -- An article has one vote on a field: this value stands beside the one that it is surer of.
            if(n_independent = 0, 'stated only by articles that vote for another value', voices)
            || ', against ' || chosen_n_independent || ' for ' || chosen_value
        when 'superseded' then 'an amended target took its place: ' || chosen_value || ' was reported after all that state this one'
        when 'weaker_voices' then voices || ', fewer of them read from a text than for ' || chosen_value
        when 'lower_confidence' then
            concat_ws(
                '',
                voices, ' as for ', chosen_value, ', but read less surely: ',
                -- As many digits as tell the two apart.
                coalesce(format(if(is_close, '{:.4f}', '{:.2f}'), confidence), 'unknown'), ' against ',
                coalesce(format(if(is_close, '{:.4f}', '{:.2f}'), chosen_confidence), 'unknown')
            )
        when 'less_exact' then voices || ' as for ' || chosen_value || ', but less exact'
        when 'reported_later' then voices || ' as for ' || chosen_value || ', but reported later'
        when 'tied' then 'as well supported as ' || chosen_value || '; the order of the values decides'
        when 'corrected' then
            if(chosen_value is null, 'taken away by ', 'replaced by ' || chosen_value || ' by ') || correction
    end as why
from compared
order by year, municipality_code, fact_table, fact_id, field, rank
