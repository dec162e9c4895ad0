-- The articles that count in this build, and which extractor version speaks for each.

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

    select *
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

in_build as (

    select articles.*
    from {{ ref('stg_raw__articles') }} as articles
    where not {{ is_left_out('articles.source') }}
    union all
    -- A page that two sources brought is landed once, under the first: leaving that one out must not lose it for the other.
    select left_out.*
    from left_out
    semi join brought on left_out.page_sha256 = brought.page_sha256

),

-- What was landed side by side does not know of each other: the address tells the versions of one article as well.
-- Told by numbers, of all articles, so that only those are put in order that may have another version.
versions as (

    select
        article_id,
        hash(coalesce(address, article_id)) as address_number
    from in_build

),

shared_addresses as (

    select address_number
    from versions
    group by address_number
    having count(*) > 1

),

older_versions as (

    select in_build.article_id
    from in_build
    semi join shared_addresses on hash(coalesce(in_build.address, in_build.article_id)) = shared_addresses.address_number
    anti join in_build as later on in_build.article_id = later.revision_of
    qualify row_number() over (
        partition by coalesce(in_build.address, in_build.article_id)
        order by in_build.fetched_at desc, in_build.article_id desc
    ) > 1

),

newest_revision as (

    select in_build.*
    from in_build
    anti join in_build as later on in_build.article_id = later.revision_of
    anti join older_versions on in_build.article_id = older_versions.article_id

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
    group by extractions.article_id

)

select
    newest_revision.article_id,
    newest_revision.source,
    newest_revision.url,
    newest_revision.title,
    newest_revision.published_at,
    newest_revision.published_on,
    readers.extractor_version,
    false as is_compiled
from newest_revision
left join newest_reading on newest_revision.article_id = newest_reading.article_id
left join readers on newest_reading.place = readers.place
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
