-- One voice for the copies of one text: articles whose bodies are the same but for spaces and punctuation.

with printed as (

    select
        articles.article_id,
        nullif(regexp_replace(lower(articles.body), '[^가-힣a-z0-9]+', '', 'g'), '') as letters
    from {{ ref('stg_raw__articles') }} as articles
    inner join {{ ref('int_articles_selected') }} as selected on articles.article_id = selected.article_id

)

select
    article_id,
    -- An article without a body is a voice of its own.
    min(article_id) over (partition by coalesce(md5(letters), article_id)) as voice_id
from printed
