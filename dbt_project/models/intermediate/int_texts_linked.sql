-- Which texts are copies of each other. A pair follows from its two texts alone, so it is found once, when the later of
-- them comes, and holds from then on.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_rules(voice_rules()) }}"
) }}

-- Texts meet by number, because millions of numbers are compared and kept more cheaply than their keys; what was drawn by
-- chance is compared below and falls out.
with texts as (

    select
        hash(text_key) as number,
        text_key,
        n_shingles,
        minhash,
        band_keys
    from {{ ref('int_texts_banded') }}

),

new_texts as (

    select *
    from texts
    {%- if is_incremental() %}
    where not exists (
        select 1
        from {{ this }} as known
        where known.text_key = texts.text_key and known.other_text_key = texts.text_key
    )
    {%- endif %}

),

new_bands as (

    select number, unnest(band_keys) as band_key from new_texts

),

bands as (

    select number, unnest(band_keys) as band_key from texts

),

candidates as (

    {%- if is_incremental() %}

    select distinct
        least(new_bands.number, bands.number) as number,
        greatest(new_bands.number, bands.number) as other_number
    from new_bands
    inner join bands on new_bands.band_key = bands.band_key and new_bands.number <> bands.number
    {%- else %}

    -- All texts are new: each pair once and not from both sides.
    select distinct new_bands.number, bands.number as other_number
    from new_bands
    inner join bands on new_bands.band_key = bands.band_key and new_bands.number < bands.number
    {%- endif %}

),

compared as (

    select
        least(one.text_key, other.text_key) as text_key,
        greatest(one.text_key, other.text_key) as other_text_key,
        one.n_shingles,
        other.n_shingles as other_n_shingles,
        {{ minhash_similarity('one.minhash', 'other.minhash') }} as similarity
    from candidates
    inner join texts as one on candidates.number = one.number
    inner join texts as other on candidates.other_number = other.number

),

measured as (

    select
        text_key,
        other_text_key,
        similarity,
        {{ containment('similarity', 'n_shingles', 'other_n_shingles') }} as containment
    from compared

)

select text_key, other_text_key, similarity, containment, '{{ voice_rules() }}' as made_by
from measured
where
    similarity >= {{ var('voice_min_similarity') }}
    or (similarity >= {{ var('voice_cut_min_similarity') }} and containment >= {{ var('voice_cut_min_containment') }})
union all
-- Each text with itself: what was compared already is known by it.
select text_key, text_key as other_text_key, 1.0 as similarity, 1.0 as containment, '{{ voice_rules() }}' as made_by
from new_texts
