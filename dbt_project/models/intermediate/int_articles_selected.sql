-- The articles that count in this build, and which extractor version speaks for each.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_articles() }}"
) }}
-- depends_on: {{ ref('int_articles_touched') }}

with -- Pages of the compiled list: known by their address alone, no reader reads them.
compiled as (

    select distinct
        article_id,
        source,
        url,
        published_on
    from {{ ref('stg_seeds__known_awards') }}
    where not {{ is_left_out('source') }}

),

-- Of the few articles whose own source is left out, so that no page of all others is looked for.
left_out as (

    select article_id, page_sha256
    from {{ ref('stg_raw__articles') }}
    where {{ is_left_out('source') }}

),

brought as (

    select page_sha256
    from {{ ref('stg_raw__fetches') }}
    where
        page_sha256 in (select page_sha256 from left_out)
        and outcome = 'fetched'
        and not {{ is_left_out('source') }}

),

-- A page that two sources brought is landed once, under the first: leaving that one out must not lose it for the other.
brought_by_another as (

    select left_out.article_id
    from left_out
    semi join brought on left_out.page_sha256 = brought.page_sha256

),

-- What was landed side by side does not know of each other: the address tells the versions of one article as well.
-- Told by numbers, of all articles, so that only those are put in order that may have another version.
in_build as (

    select
        article_id,
        hash(coalesce(address, article_id)) as address_number
    from {{ ref('stg_raw__articles') }}
    where
        {{ in_touched_articles() }}
        and (not {{ is_left_out('source') }} or article_id in (select article_id from brought_by_another))

),

shared_addresses as (

    select address_number
    from in_build
    group by address_number
    having count(*) > 1

),

-- Also by what came long before.
revised as (

    select revision_of as article_id
    from {{ ref('stg_raw__articles') }}
    where
        revision_of is not null
        and (not {{ is_left_out('source') }} or article_id in (select article_id from brought_by_another))

),

may_have_versions as (

    select in_build.article_id
    from in_build
    semi join shared_addresses on in_build.address_number = shared_addresses.address_number
    anti join revised on in_build.article_id = revised.article_id

),

superseded as (

    select article_id
    from revised
    union all
    (
        select articles.article_id
        from {{ ref('stg_raw__articles') }} as articles
        semi join may_have_versions on articles.article_id = may_have_versions.article_id
        qualify row_number() over (
            partition by coalesce(articles.address, articles.article_id)
            order by articles.fetched_at desc, articles.article_id desc
        ) > 1
    )

),

-- The few versions of the reader in order, so that no version is taken apart for every reading.
readers as (

    select
        extractor_version,
        row_number() over (order by {{ version_order('extractor_version') }}, extractor_version) as place
    from (select distinct extractor_version from {{ ref('stg_raw__extractions') }})

),

newest_reading as (

    select extractions.article_id, max(readers.place) as place
    from {{ ref('stg_raw__extractions') }} as extractions
    inner join readers on extractions.extractor_version = readers.extractor_version
    where {{ in_touched_articles('extractions.article_id') }}
    group by extractions.article_id

)

select
    articles.article_id,
    articles.source,
    articles.url,
    articles.title,
    articles.published_at,
    articles.published_on,
    readers.extractor_version,
    false as is_compiled
from {{ ref('stg_raw__articles') }} as articles
left join newest_reading on articles.article_id = newest_reading.article_id
left join readers on newest_reading.place = readers.place
where
    {{ in_touched_articles('articles.article_id') }}
    and (
        not {{ is_left_out('articles.source') }}
        or articles.article_id in (select article_id from brought_by_another)
    )
    and articles.article_id not in (select article_id from superseded)
union all by name
select
    article_id,
    source,
    url,
    null as title,
    null as published_at,
    published_on,
    null as extractor_version,
    true as is_compiled
from compiled
