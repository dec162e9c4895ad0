-- The articles that this build selects and puts with their voices anew: those that came, were read or got a signature since
-- the last build that ended, those that these revise, and whatever shares an address with one of them.
{{ config(post_hook="{{ articles_are_being_built() }}") }}
-- depends_on: {{ ref('stg_raw__extractions') }}
-- depends_on: {{ ref('stg_raw__signatures') }}
{%- set n_articles = rows_built('n_articles') %}

{% if n_articles -%}
with told_of as (

    select article_id from {{ ref('stg_raw__articles') }}
    where row_place >= {{ n_articles }}
    union
    select revision_of as article_id from {{ ref('stg_raw__articles') }}
    where row_place >= {{ n_articles }} and revision_of is not null
    union
    select article_id from {{ ref('stg_raw__extractions') }}
    where row_place >= {{ rows_built('n_extractions') }}
    union
    select article_id from {{ ref('stg_raw__signatures') }}
    where row_place >= {{ rows_built('n_signatures') }}
    union
    -- Another source may have brought the page of one that is left out.
    select article_id from {{ ref('stg_raw__articles') }}
    where {{ is_left_out('source') }}

),

-- Which of the versions at an address counts is told from all of them.
addresses as (

    select articles.address
    from {{ ref('stg_raw__articles') }} as articles
    semi join told_of on articles.article_id = told_of.article_id
    where articles.address is not null

)

select article_id from told_of
union
select article_id from {{ ref('stg_raw__articles') }}
where address in (select address from addresses)
{%- else -%}
select article_id from {{ ref('stg_raw__articles') }}
{%- endif %}
union
-- The pages of the compiled list, which are few and in no raw table.
select article_id from {{ ref('stg_seeds__known_awards') }}
