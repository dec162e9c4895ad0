-- Every value that somebody states for a field of a fact, who says so, and which one holds.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

with stated as (

    select
        claim_values.*,
        claims.article_id,
        claims.voice_id,
        claims.published_at,
        claims.confidence,
        claims.certainty,
        -- An article has one vote on a field: the value it is surest of, then the exact one, then the first.
        row_number() over (
            partition by claim_values.fact_id, claim_values.field, claims.article_id
            order by
                claims.confidence desc nulls last, claim_values.step, claims.evidence_start, claim_values.claim_id
        ) = 1 as is_vote
    from {{ ref('int_claim_values_unpivoted') }} as claim_values
    inner join {{ ref('int_claims_placed') }} as claims on claim_values.claim_id = claims.claim_id
    where {{ in_touched_cells('claim_values.cell_id') }} and {{ in_touched_cells('claims.cell_id') }}

),

candidates as (

    select
        fact_id,
        field,
        value,
        any_value(cell_id) as cell_id,
        any_value(number) as number,
        any_value(step) as step,
        count(distinct article_id) as n_articles,
        max(confidence) as confidence,
        min(published_at) as first_reported_at,
        max(published_at) as last_reported_at
    from stated
    group by fact_id, field, value

),

-- A rounded form says the same as the exact one: '1만7천여' stands for 17,400.
same_as as (

    select fact_id, field, value, value as form
    from candidates
    union all
    select exact.fact_id, exact.field, exact.value, rounded.value as form
    from candidates as exact
    inner join candidates as rounded
        on
            exact.fact_id = rounded.fact_id
            and exact.field = rounded.field
            and {{ is_rounding_of('rounded.number', 'rounded.step', 'exact.number', 'exact.step') }}

),

voices as (

    select
        same_as.fact_id,
        same_as.field,
        same_as.value,
        count(distinct stated.voice_id) as n_independent,
        -- What was compiled from pages never outvotes what a text says, and what their compiler derived never outvotes
        -- what a page states: each kind of voice decides only what the stronger ones leave even.
        struct_pack(
            from_texts := count(distinct stated.voice_id) filter (stated.certainty is null),
            stated := count(distinct stated.voice_id) filter (stated.certainty = 'stated'),
            derived := count(distinct stated.voice_id) filter (stated.certainty = 'derived')
        ) as weight,
        min({{ korean_date('stated.published_at') }}) as first_reported_on,
        max({{ korean_date('stated.published_at') }}) as last_reported_on,
        bool_and(stated.published_at is not null) as is_dated
    from same_as
    inner join stated
        on
            same_as.fact_id = stated.fact_id
            and same_as.field = stated.field
            and same_as.form = stated.value
            and stated.is_vote
    group by same_as.fact_id, same_as.field, same_as.value

),

rounded_forms as (

    select distinct fact_id, field, form as value
    from same_as
    where form <> value

),

-- An amended target takes the place of the one before it. No article says 'amended' in a form that is read, so the dates
-- must: all that state the new one are later than all that state the old one, and two independent voices do, because
-- a single late one is as often a slip.
superseded as (

    select distinct
        earlier.fact_id,
        earlier.field,
        earlier.value
    from voices as earlier
    inner join voices as later
        on
            earlier.fact_id = later.fact_id
            and earlier.field = later.field
            and earlier.last_reported_on < later.first_reported_on
    left join rounded_forms
        on
            later.fact_id = rounded_forms.fact_id
            and later.field = rounded_forms.field
            and later.value = rounded_forms.value
    where
        earlier.field = 'target_jobs'
        and earlier.is_dated
        and later.is_dated
        and later.n_independent >= 2
        and rounded_forms.value is null

),

ranked as (

    select
        candidates.*,
        coalesce(voices.n_independent, 0) as n_independent,
        coalesce(voices.weight, struct_pack(from_texts := 0, stated := 0, derived := 0)) as weight,
        rounded_forms.value is not null as is_rounded_form,
        superseded.value is not null as is_superseded,
        row_number() over (
            partition by candidates.fact_id, candidates.field
            order by
                rounded_forms.value is not null,
                superseded.value is not null,
                coalesce(voices.weight, struct_pack(from_texts := 0, stated := 0, derived := 0)) desc,
                candidates.confidence desc nulls last,
                candidates.step,
                candidates.first_reported_at nulls last,
                candidates.value
        ) as rank
    from candidates
    left join voices
        on
            candidates.fact_id = voices.fact_id
            and candidates.field = voices.field
            and candidates.value = voices.value
    left join rounded_forms
        on
            candidates.fact_id = rounded_forms.fact_id
            and candidates.field = rounded_forms.field
            and candidates.value = rounded_forms.value
    left join superseded
        on
            candidates.fact_id = superseded.fact_id
            and candidates.field = superseded.field
            and candidates.value = superseded.value

)

select
    ranked.cell_id,
    ranked.fact_id,
    ranked.field,
    ranked.value,
    ranked.number,
    ranked.step,
    ranked.n_articles,
    ranked.n_independent,
    ranked.confidence,
    ranked.first_reported_at,
    ranked.last_reported_at,
    ranked.rank,
    ranked.rank = 1 as is_chosen,
    ranked.rank = 1 or forms.form is not null as is_agreeing,
    case
        when ranked.rank = 1 then 'chosen'
        when forms.form is not null then 'rounded_form_of_chosen'
        when ranked.is_rounded_form then 'rounded_form_of_another'
        when ranked.is_superseded and not chosen.is_superseded then 'superseded'
        when ranked.n_independent < chosen.n_independent then 'fewer_voices'
        when ranked.weight < chosen.weight then 'weaker_voices'
        when ranked.confidence is distinct from chosen.confidence then 'lower_confidence'
        when ranked.step > chosen.step then 'less_exact'
        when ranked.first_reported_at is distinct from chosen.first_reported_at then 'reported_later'
        -- Nothing tells them apart; that the order of the values decides makes every build give the same.
        else 'tied'
    end as outcome
from ranked
inner join ranked as chosen
    on ranked.fact_id = chosen.fact_id and ranked.field = chosen.field and chosen.rank = 1
left join same_as as forms
    on
        chosen.fact_id = forms.fact_id
        and chosen.field = forms.field
        and chosen.value = forms.value
        and ranked.value = forms.form
