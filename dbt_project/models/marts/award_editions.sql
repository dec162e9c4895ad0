with editions as (

    select
        *,
        -- Where the pages count both sections, the sum is all prizes.
        coalesce(n_prizes, n_disclosure_prizes + n_project_prizes) as n_prizes_in_all
    from {{ ref('editions') }}

),

found as (

    select
        award_year,
        count(distinct municipality_id) as n_governments,
        count(distinct municipality_id) filter (n_compiled < n_articles) as n_governments_from_texts,
        count(distinct municipality_id) filter (n_compiled > 0) as n_governments_from_compiled,
        count(*) as n_prizes,
        count(*) filter (section = 'disclosure') as n_disclosure_prizes,
        count(*) filter (section = 'project') as n_project_prizes,
        count(*) filter (section = 'unspecified') as n_unspecified_prizes,
        count(*) filter (grade = 'unspecified') as n_prizes_without_grade,
        count(*) filter (status = 'disputed') as n_disputed
    from {{ ref('fct_job_awards') }}
    where section is not null
    group by award_year

),

contradicted as (

    select award_year, count(distinct fact_id) as n_contradicting
    from {{ ref('int_award_facts_contradicted') }}
    group by award_year

)

select
    editions.award_year,
    editions.edition_number,
    editions.held_on,
    editions.top_grade,
    editions.top_winner,
    editions.metropolitan_winner,
    editions.basic_winner,
    editions.n_governments as n_governments_announced,
    coalesce(found.n_governments, 0)::integer as n_governments_found,
    coalesce(found.n_governments_from_texts, 0)::integer as n_governments_from_texts,
    coalesce(found.n_governments_from_compiled, 0)::integer as n_governments_from_compiled,
    round(100.0 * coalesce(found.n_governments, 0) / editions.n_governments, 1) as governments_found_pct,
    editions.n_prizes_in_all as n_prizes_announced,
    coalesce(found.n_prizes, 0)::integer as n_prizes_found,
    round(100.0 * coalesce(found.n_prizes, 0) / editions.n_prizes_in_all, 1) as prizes_found_pct,
    editions.n_disclosure_prizes as n_disclosure_prizes_announced,
    coalesce(found.n_disclosure_prizes, 0)::integer as n_disclosure_prizes_found,
    editions.n_project_prizes as n_project_prizes_announced,
    coalesce(found.n_project_prizes, 0)::integer as n_project_prizes_found,
    coalesce(found.n_unspecified_prizes, 0)::integer as n_unspecified_prizes_found,
    coalesce(found.n_prizes_without_grade, 0)::integer as n_prizes_without_grade,
    coalesce(found.n_disputed, 0)::integer as n_disputed_facts,
    coalesce(contradicted.n_contradicting, 0)::integer as n_contradicting_facts,
    editions.source_url,
    editions.source_published_on,
    editions.note
from editions
left join found on editions.award_year = found.award_year
left join contradicted on editions.award_year = contradicted.award_year
order by editions.award_year
