-- Which texts are copies of each other. A pair follows from its two texts alone, so it is found once, when the later of
-- them comes, and holds from then on.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_rules(voice_rules()) }}"
) }}

-- depends_on: {{ ref('stg_raw__signatures') }}

-- Texts meet by number, because millions of numbers are compared and kept more cheaply than their keys.
with texts as materialized (

    select
        (row_number() over ())::uinteger as number,
        text_key,
        band_keys
    from {{ ref('int_texts_banded') }}

),

{%- if is_incremental() %}

came as materialized (

    select text_key from {{ ref('stg_raw__signatures') }}
    where row_place >= {{ rows_built('n_signatures') }}

),

-- Of those that came: a build that stopped on its way may have compared them.
known as (

    select text_key from {{ this }}
    where text_key in (select text_key from came) and text_key = other_text_key

),
{%- endif %}

new_texts as materialized (

    select texts.*
    from texts
    {%- if is_incremental() %}
    semi join came on texts.text_key = came.text_key
    anti join known on texts.text_key = known.text_key
    {%- endif %}

),

new_bands as (

    select number, unnest(band_keys) as band_key from new_texts

),

bands as (

    select number, unnest(band_keys) as band_key from texts

),

-- Each pair once: copies meet in many bands. The two numbers stand in one, which halves what is kept to tell them apart.
met as (

    select distinct
        {%- if is_incremental() %}
        least(new_bands.number, bands.number)::ubigint << 32 | greatest(new_bands.number, bands.number) as pair
    from bands
    inner join new_bands on bands.band_key = new_bands.band_key and bands.number <> new_bands.number
        {%- else %}
        new_bands.number::ubigint << 32 | bands.number as pair
    from new_bands
    inner join bands on new_bands.band_key = bands.band_key and new_bands.number < bands.number
        {%- endif %}

),

candidates as materialized (

    select (pair >> 32)::uinteger as number, (pair & {{ 0xffffffff }})::uinteger as other_number
    from met

),

signatures as materialized (

    select
        texts.number,
        texts.text_key,
        banded.n_shingles,
        {{ minhash_words('banded.minhash') }} as minhash
    from texts
    inner join {{ ref('int_texts_banded') }} as banded on texts.text_key = banded.text_key
    {%- if is_incremental() %}
    where texts.number in (select number from candidates union all select other_number from candidates)
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
    inner join signatures as one on candidates.number = one.number
    inner join signatures as other on candidates.other_number = other.number

),

copies as (

    select *
    from compared
    where similarity >= {{ least_similarity_of_copies('n_shingles', 'other_n_shingles') }}

)

select
    text_key,
    other_text_key,
    similarity,
    {{ containment('similarity', 'n_shingles', 'other_n_shingles') }} as containment,
    '{{ voice_rules() }}' as made_by
from copies
union all
-- Each text with itself: what was compared already is known by it.
select text_key, text_key as other_text_key, 1.0 as similarity, 1.0 as containment, '{{ voice_rules() }}' as made_by
from new_texts
