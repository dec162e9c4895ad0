-- The articles that this build puts with their voices anew, and whose claims it matches anew: the touched ones, and all that
-- were or become one voice with them.
-- depends_on: {{ ref('stg_raw__signatures') }}
-- depends_on: {{ ref('int_texts_linked') }}
{%- set clustered = last_build_of('int_articles_clustered') %}

{% if clustered and rows_built('n_articles') -%}
with changed_texts as (

    select text_key from {{ clustered }}
    where article_id in (select article_id from {{ ref('int_articles_touched') }})
    union
    select text_key from {{ ref('stg_raw__signatures') }}
    where article_id in (select article_id from {{ ref('int_articles_touched') }})

),

-- A text that ties others together is the neighbour of each part into which they fall without it.
beside_changed as (

    select text_key from changed_texts
    union
    select links.other_text_key as text_key
    from {{ ref('int_texts_linked') }} as links
    semi join changed_texts on links.text_key = changed_texts.text_key
    union
    select links.text_key
    from {{ ref('int_texts_linked') }} as links
    semi join changed_texts on links.other_text_key = changed_texts.text_key

),

voices as (

    select distinct placed.voice_id
    from {{ clustered }} as placed
    semi join beside_changed on placed.text_key = beside_changed.text_key

)

select article_id from {{ ref('int_articles_touched') }}
union
select placed.article_id
from {{ clustered }} as placed
semi join voices on placed.voice_id = voices.voice_id
{%- else -%}
select article_id from {{ ref('int_articles_touched') }}
{%- endif %}
