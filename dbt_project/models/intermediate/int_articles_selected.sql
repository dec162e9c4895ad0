-- The articles that count in this build, and which extractor version speaks for each.

with brought as (

    -- A page that two sources brought is landed once, under the first: leaving that one out must not lose it for the other.
    select distinct page_sha256
    from {{ ref('stg_raw__fetches') }}
    where outcome = 'fetched' and not {{ is_left_out('source') }}

),

-- Pages of the compiled list: known by their address alone, no reader reads them.
compiled as (

    select distinct
        article_id,
        source,
        url,
        published_on
    from {{ ref('stg_seeds__known_awards') }}
    where not {{ is_left_out('source') }}

),

in_build as (

    select articles.*
    from {{ ref('stg_raw__articles') }} as articles
    left join brought on articles.page_sha256 = brought.page_sha256
    where not {{ is_left_out('articles.source') }} or brought.page_sha256 is not null

),

-- What was landed side by side does not know of each other: the address tells the versions of one article as well.
newest_revision as (

    select in_build.*
    from in_build
    anti join in_build as later on in_build.article_id = later.revision_of
    qualify row_number() over (
        partition by coalesce(in_build.address, in_build.article_id)
        order by in_build.fetched_at desc, in_build.article_id desc
    ) = 1

),

newest_reading as (

    select article_id, extractor_version
    from {{ ref('stg_raw__extractions') }}
    qualify row_number() over (
        partition by article_id
        order by {{ version_order('extractor_version') }} desc, extractor_version desc
    ) = 1

)

select
    newest_revision.article_id,
    newest_revision.source,
    newest_revision.url,
    newest_revision.title,
    newest_revision.published_at,
    newest_revision.published_on,
    newest_reading.extractor_version,
    false as is_compiled
from newest_revision
left join newest_reading on newest_revision.article_id = newest_reading.article_id
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
