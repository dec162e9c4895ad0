-- The compiled claims that count in this build, in the form of the claims that were read from a text.

with texts as (

    select articles.url, min(voices.voice_id) as voice_id
    from {{ ref('int_articles_selected') }} as articles
    inner join {{ ref('int_articles_clustered') }} as voices on articles.article_id = voices.article_id
    semi join {{ ref('stg_seeds__known_awards') }} as known on articles.url = known.url
    where not articles.is_compiled
    group by articles.url

)

select
    known.claim_id,
    'award' as kind,
    known.article_id,
    -- The compiled pages are one voice an address; where the text at that address has been read too, both are its voice.
    coalesce(texts.voice_id, known.article_id) as voice_id,
    known.published_on,
    known.municipality_written,
    labels.municipality_id,
    known.award_year as year,
    known.programme,
    known.category,
    known.grade,
    known.incentive_krw,
    known.is_optional,
    'compiled' as rule,
    known.certainty
from {{ ref('stg_seeds__known_awards') }} as known
inner join {{ ref('int_articles_selected') }} as pages on known.article_id = pages.article_id
left join texts on known.url = texts.url
left join {{ ref('int_municipality_labels') }} as labels
    on known.municipality_written = labels.label and known.award_year = labels.year
