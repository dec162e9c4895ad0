-- The keys by which texts meet that may be copies of each other: each text once, however many articles print it.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_rules(band_rules()) }}"
) }}

with texts as (

    select
        text_key,
        min(n_shingles) as n_shingles,
        arg_min(minhash, article_id) as minhash
    from {{ ref('stg_raw__signatures') }} as signatures
    {%- if is_incremental() %}
    where not exists (
        select 1
        from {{ this }} as known
        where known.text_key = signatures.text_key
    )
    {%- endif %}
    group by text_key

)

select
    text_key,
    n_shingles,
    minhash,
    -- A short text shares too much with every other one on its subject: only copies to the letter are copies of it.
    case when n_shingles >= {{ var('voice_min_shingles') }} then {{ band_keys('minhash') }} else [] end as band_keys,
    '{{ band_rules() }}' as made_by
from texts
