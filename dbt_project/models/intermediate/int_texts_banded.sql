-- The keys by which texts meet that may be copies of each other: each text once, however many articles print it.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_rules(band_rules()) }}"
) }}

-- Which row stands for each text is told from narrow columns, and the MinHashes of these rows alone are read.
with signatures as (

    select
        article_id,
        text_key,
        n_shingles,
        row_place
    from {{ ref('stg_raw__signatures') }}
    {%- if is_incremental() %}
    where row_place >= {{ rows_built('n_signatures') }}
    {%- endif %}

),

{% if is_incremental() -%}
known as (

    select text_key from {{ this }}

),

{% endif -%}
texts as materialized (

    select
        signatures.text_key,
        min(signatures.n_shingles) as n_shingles,
        arg_min(signatures.row_place, signatures.article_id) as row_place
    from signatures
    {%- if is_incremental() %}
    anti join known on signatures.text_key = known.text_key
    {%- endif %}
    group by signatures.text_key

),

minhashes as (

    select row_place, minhash
    from {{ ref('stg_raw__signatures') }}
    {%- if is_incremental() %}
    where row_place in (select row_place from texts)
    {%- endif %}

)

select
    texts.text_key,
    texts.n_shingles,
    minhashes.minhash,
    -- A short text shares too much with every other one on its subject: only copies to the letter are copies of it.
    case when texts.n_shingles >= {{ var('voice_min_shingles') }} then {{ band_keys('minhashes.minhash') }} else [] end
        as band_keys,
    '{{ band_rules() }}' as made_by
from texts
inner join minhashes on texts.row_place = minhashes.row_place
