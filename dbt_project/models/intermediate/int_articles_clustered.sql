-- The voice that each article is: articles that print one text, or copies of it, or copies of these.
-- Voices are made anew only where something happened to them: an article came, left, or got a text.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='article_id',
    on_schema_change='fail',
    pre_hook="{{ forget_other_rules(voice_rules()) }}",
    post_hook="delete from {{ this }} where article_id not in (select article_id from {{ ref('int_articles_selected') }})"
) }}

with recursive printed as materialized (

    select
        selected.article_id,
        -- An article without a signature prints a text that nobody else does.
        coalesce(texts.text_key, selected.article_id) as text_key
    from {{ ref('int_articles_selected') }} as selected
    left join {{ ref('stg_raw__signatures') }} as signatures on selected.article_id = signatures.article_id
    left join {{ ref('int_texts_linked') }} as texts
        on signatures.text_key = texts.text_key and texts.text_key = texts.other_text_key

),

links as (

    select text_key, other_text_key
    from {{ ref('int_texts_linked') }}
    where text_key <> other_text_key
    union all
    select other_text_key as text_key, text_key as other_text_key
    from {{ ref('int_texts_linked') }}
    where text_key <> other_text_key

),

{%- if is_incremental() %}

changed_texts as (

    select printed.text_key
    from printed
    anti join {{ this }} as placed on printed.article_id = placed.article_id and printed.text_key = placed.text_key
    union
    select placed.text_key
    from {{ this }} as placed
    anti join printed on placed.article_id = printed.article_id and placed.text_key = printed.text_key

),

beside_changed as (

    select text_key from changed_texts
    union
    select links.other_text_key as text_key
    from links
    inner join changed_texts on links.text_key = changed_texts.text_key

),

touched_voices as (

    select distinct placed.voice_id
    from {{ this }} as placed
    inner join beside_changed on placed.text_key = beside_changed.text_key

),

touched_texts as (

    select text_key from changed_texts
    union
    select placed.text_key
    from {{ this }} as placed
    inner join touched_voices on placed.voice_id = touched_voices.voice_id

),

touched as (

    select printed.*
    from printed
    inner join touched_texts on printed.text_key = touched_texts.text_key

),
{%- else %}

touched as (

    select * from printed

),
{%- endif %}

-- In the order of their first articles: the least number of a voice is its least article.
texts as materialized (

    select
        text_key,
        min(article_id) as first_article_id,
        row_number() over (order by min(article_id)) as number
    from touched
    group by text_key

),

-- A left-out article ties no others together: only texts that a counted article prints are steps from one to the next.
steps as materialized (

    select texts.number, other_texts.number as other_number
    from links
    inner join texts on links.text_key = texts.text_key
    inner join texts as other_texts on links.other_text_key = other_texts.text_key

),

-- The copies of one text are mostly copies of each other too, so the least neighbour is the voice of nearly all of them.
nearest as materialized (

    select texts.number, least(texts.number, min(steps.other_number)) as first_number
    from texts
    left join steps on texts.number = steps.number
    group by texts.number

),

-- What is left to follow: links between texts that found different least neighbours.
bridges as materialized (

    select distinct one.first_number as number, other.first_number as other_number
    from steps
    inner join nearest as one on steps.number = one.number
    inner join nearest as other on steps.other_number = other.number
    where one.first_number <> other.first_number

),

-- Each takes over the least number of its neighbours until nothing changes.
followed (number, first_number) using key (number) as (

    select distinct number, number as first_number
    from bridges
    union
    select bridges.other_number as number, min(followed.first_number) as first_number
    from followed
    inner join bridges on followed.number = bridges.number
    inner join recurring.followed as reached on bridges.other_number = reached.number
    where followed.first_number < reached.first_number
    group by bridges.other_number

),

voices as (

    select texts.text_key, firsts.first_article_id as voice_id
    from texts
    inner join nearest on texts.number = nearest.number
    left join followed on nearest.first_number = followed.number
    inner join texts as firsts on coalesce(followed.first_number, nearest.first_number) = firsts.number

)

select
    touched.article_id,
    touched.text_key,
    voices.voice_id,
    '{{ voice_rules() }}' as made_by
from touched
inner join voices on touched.text_key = voices.text_key
