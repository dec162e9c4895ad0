{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='append_new_columns'
    )
}}
-- What was held when: a row is added whenever a fact appears, says something else or goes, and none is ever changed.

with last_load as (

    select max(loaded_at) as loaded_at from {{ ref('stg_raw__loaded_files') }}

),

-- The newest row of each fact that the log knows.
last_known as (

    select
        fact_table,
        fact_id,
        change_number,
        held_from,
        change,
        municipality_id,
        municipality_code,
        municipality,
        year,
        about,
        held,
        status,
        changed_by,
        best_article_id,
        extractor_version,
        sources_left_out
    {%- if is_incremental() %}
    from {{ this }}
    qualify row_number() over (partition by fact_id order by change_number desc) = 1
    {%- else %}
    from
        (
            values
            (
                null::varchar, null::varchar, null::integer, null::timestamptz, null::varchar, null::varchar,
                null::varchar, null::varchar, null::integer, null::varchar, null::varchar, null::varchar,
                null::varchar, null::varchar, null::varchar, null::varchar
            )
        ) as no_log_yet (
            fact_table, fact_id, change_number, held_from, change, municipality_id,
            municipality_code, municipality, year, about, held, status, changed_by,
            best_article_id, extractor_version, sources_left_out
        )
    where false
    {%- endif %}

),

log_so_far as (

    select
        max(held_from) as known_until,
        arg_max(sources_left_out, held_from) as sources_left_out
    from last_known

),

changed as (

    select
        coalesce(facts.fact_table, last_known.fact_table) as fact_table,
        coalesce(facts.fact_id, last_known.fact_id) as fact_id,
        coalesce(last_known.change_number, 0) + 1 as change_number,
        case
            when facts.fact_id is null then 'gone'
            when last_known.fact_id is null or last_known.change = 'gone' then 'appeared'
            when facts.held <> last_known.held then 'value_changed'
            else 'status_changed'
        end as change,
        coalesce(facts.municipality_id, last_known.municipality_id) as municipality_id,
        coalesce(facts.municipality_code, last_known.municipality_code) as municipality_code,
        coalesce(facts.municipality, last_known.municipality) as municipality,
        coalesce(facts.year, last_known.year) as year,
        coalesce(facts.about, last_known.about) as about,
        facts.held,
        facts.status,
        facts.best_claim_id,
        last_known.held_from as before_held_from,
        last_known.change as before_change,
        last_known.status as before_status,
        last_known.changed_by as before_changed_by,
        last_known.best_article_id as before_article_id,
        last_known.extractor_version as before_extractor_version,
        last_known.sources_left_out as before_sources_left_out
    from {{ ref('int_facts_held') }} as facts
    full join last_known on facts.fact_id = last_known.fact_id
    where
        (facts.fact_id is null and last_known.change <> 'gone')
        or (facts.fact_id is not null and (last_known.fact_id is null or last_known.change = 'gone'))
        or facts.held <> last_known.held
        or facts.status <> last_known.status

),

-- What the log has not seen yet of what stands behind the changed facts now, by the load that brought it.
evidence_now as (

    select
        changed.fact_id,
        bool_or(articles_loaded.loaded_at > log_so_far.known_until) as has_new_article,
        bool_or(
            claims_loaded.loaded_at > log_so_far.known_until and articles_loaded.loaded_at <= log_so_far.known_until
        ) as has_new_reading
    from changed
    inner join {{ ref('int_claims_judged') }} as judged on changed.fact_id = judged.fact_id
    inner join {{ ref('int_articles_selected') }} as selected on judged.article_id = selected.article_id
    inner join {{ ref('stg_raw__articles') }} as articles on judged.article_id = articles.article_id
    left join {{ ref('stg_raw__loaded_files') }} as articles_loaded
        on articles.landing_file || '/articles.parquet' = articles_loaded.landing_file
    left join {{ ref('stg_raw__loaded_files') }} as claims_loaded
        on
            'claims/' || selected.extractor_version || '/' || parse_filename(articles.landing_file)
            || '/extractions.parquet' = claims_loaded.landing_file
    cross join log_so_far
    group by changed.fact_id

),

-- What became of the article that was to be quoted for the fact until now.
article_before as (

    select
        changed.fact_id,
        bool_or(selected.article_id is null and revisions.article_id is not null) as is_revised,
        bool_or(selected.article_id is null and revisions.article_id is null) as is_left_out,
        bool_or(selected.extractor_version <> changed.before_extractor_version) as is_read_again
    from changed
    left join {{ ref('int_articles_selected') }} as selected on changed.before_article_id = selected.article_id
    left join {{ ref('stg_raw__articles') }} as revisions on changed.before_article_id = revisions.revision_of
    where changed.before_article_id is not null
    group by changed.fact_id

),

-- What people say of the changed facts today: answers to a review, lines of the file of corrections.
people as (

    select fact_id, bool_or(origin = 'review') as has_answer, bool_or(origin = 'file') as has_line
    from (
        select fact_id, origin from {{ ref('int_corrections_unioned') }}
        union all
        select fact_id, 'review' as origin from {{ ref('int_facts_summarised') }}
        where is_rejected
    )
    group by fact_id

),

best_claims as (

    select
        changed.fact_id,
        judged.article_id as best_article_id,
        selected.extractor_version
    from changed
    inner join {{ ref('int_claims_judged') }} as judged
        on changed.fact_id = judged.fact_id and changed.best_claim_id = judged.claim_id
    inner join {{ ref('int_articles_selected') }} as selected on judged.article_id = selected.article_id

),

causes as (

    select
        changed.*,
        best_claims.best_article_id,
        best_claims.extractor_version,
        {{ names_left_out() }} as sources_left_out,
        -- Also where an answer that was followed before counts no longer.
        coalesce(people.has_answer, false) or coalesce(
            regexp_matches(changed.before_changed_by, '\breview\b')
            and (changed.before_status = 'corrected' or changed.before_change = 'gone'),
            false
        ) as is_by_review,
        coalesce(people.has_line, false)
        or (coalesce('corrected' in (changed.status, changed.before_status), false) and not is_by_review)
            as is_by_correction,
        -- Where there is no log yet, everything is new.
        log_so_far.known_until is null or coalesce(evidence_now.has_new_article, false) as is_by_new_article,
        coalesce(article_before.is_revised, false) as is_by_revision,
        coalesce(article_before.is_read_again or evidence_now.has_new_reading, false) as is_by_newer_extractor,
        coalesce(article_before.is_left_out, false) as is_by_sources,
        coalesce(changed.before_sources_left_out, log_so_far.sources_left_out) as sources_left_out_before,
        log_so_far.known_until
    from changed
    left join best_claims on changed.fact_id = best_claims.fact_id
    left join evidence_now on changed.fact_id = evidence_now.fact_id
    left join article_before on changed.fact_id = article_before.fact_id
    left join people on changed.fact_id = people.fact_id
    cross join log_so_far

),

explained as (

    select
        *,
        -- An answer comes with a load too.
        is_by_new_article or is_by_revision or is_by_newer_extractor or is_by_review as is_by_load,
        is_by_load or is_by_correction or is_by_sources as is_explained
    from causes

)

select
    md5(explained.fact_id || '|' || explained.change_number) as fact_log_id,
    explained.fact_table,
    explained.fact_id,
    explained.change_number,
    -- A change that no load brought (a correction, other sources, other rules) holds from this build on; now() is its
    -- only date. A clock that was put back must not make the later change the earlier one.
    greatest(
        case when explained.is_by_load then last_load.loaded_at else now() end, explained.before_held_from
    ) as held_from,
    explained.change,
    concat_ws(
        ', ',
        case when explained.is_by_new_article then 'new_articles' end,
        case when explained.is_by_revision then 'article_revised' end,
        case when explained.is_by_newer_extractor then 'newer_extractor' end,
        case when explained.is_by_review then 'review' end,
        case when explained.is_by_correction then 'correction' end,
        case
            when
                explained.is_by_sources
                or (
                    not explained.is_explained and explained.sources_left_out <> explained.sources_left_out_before
                )
                then 'sources'
        end,
        case
            when
                not explained.is_explained and explained.sources_left_out = explained.sources_left_out_before
                then 'rules'
        end
    ) as changed_by,
    explained.municipality_id,
    explained.municipality_code,
    explained.municipality,
    explained.year,
    explained.about,
    explained.held,
    explained.status,
    explained.best_claim_id,
    explained.best_article_id,
    explained.extractor_version,
    explained.sources_left_out
from explained
cross join last_load
order by
    explained.fact_table, explained.year, explained.municipality_code, explained.about, explained.fact_id
