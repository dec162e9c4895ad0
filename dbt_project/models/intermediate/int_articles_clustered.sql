-- The voice that each article is: articles that print one text, or copies of it, or copies of these.
-- Voices are made anew only where something happened to them: an article came, left, or got a text.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_voices() }}"
) }}
-- depends_on: {{ ref('int_voices_touched') }}

with recursive

-- An article without a signature prints a text that nobody else does.
touched as materialized (

    select selected.article_id, coalesce(signatures.text_key, selected.article_id) as text_key
    from {{ ref('int_articles_selected') }} as selected
    left join {{ ref('stg_raw__signatures') }} as signatures on selected.article_id = signatures.article_id
    where {{ in_touched_voices('selected.article_id') }}

),

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
links as materialized (

    select texts.number, other_texts.number as other_number
    from {{ ref('int_texts_linked') }} as linked
    inner join texts on linked.text_key = texts.text_key
    inner join texts as other_texts on linked.other_text_key = other_texts.text_key
    where linked.text_key <> linked.other_text_key

),

-- The copies of one text are mostly copies of each other too, so the least neighbour is the voice of nearly all of them.
nearest as materialized (

    select number, min(other_number) as first_number
    from (
        select number, number as other_number from texts
        union all
        select number, other_number from links
        union all
        select other_number as number, number as other_number from links
    )
    group by number

),

-- What is left to follow: links between texts that found different least neighbours.
left_to_follow as materialized (

    select distinct one.first_number as number, other.first_number as other_number
    from links
    inner join nearest as one on links.number = one.number
    inner join nearest as other on links.other_number = other.number
    where one.first_number <> other.first_number

),

bridges as materialized (

    select number, other_number from left_to_follow
    union
    select other_number as number, number as other_number from left_to_follow

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
    voices.voice_id
from touched
inner join voices on touched.text_key = voices.text_key
