-- Which texts are copies of each other. A pair follows from its two texts alone, so it is found once, when the later of
-- them comes, and holds from then on.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_rules(voice_rules()) }}"
) }}

with new_texts as (

    select *
    from {{ ref('int_texts_banded') }} as texts
    {%- if is_incremental() %}
    where not exists (
        select 1
        from {{ this }} as known
        where known.text_key = texts.text_key and known.other_text_key = texts.text_key
    )
    {%- endif %}

),

new_bands as (

    select text_key, unnest(band_keys) as band_key from new_texts

),

bands as (

    select text_key, unnest(band_keys) as band_key from {{ ref('int_texts_banded') }}

),

candidates as (

    select distinct
        least(new_bands.text_key, bands.text_key) as text_key,
        greatest(new_bands.text_key, bands.text_key) as other_text_key
    from new_bands
    inner join bands on new_bands.band_key = bands.band_key and new_bands.text_key <> bands.text_key

),

compared as (

    select
        candidates.text_key,
        candidates.other_text_key,
        one.n_shingles,
        other.n_shingles as other_n_shingles,
        {{ minhash_similarity('one.minhash', 'other.minhash') }} as similarity
    from candidates
    inner join {{ ref('int_texts_banded') }} as one on candidates.text_key = one.text_key
    inner join {{ ref('int_texts_banded') }} as other on candidates.other_text_key = other.text_key

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
