{%- set indicators = [
    'employment_rate',
    'employment_rate_15_64',
    'youth_employment_rate',
    'female_employment_rate',
    'elderly_employment_rate',
    'unemployment_rate',
    'youth_unemployment_rate',
] -%}
with facts as (

    select municipality_id, municipality_code, municipality, award_year as year, status, n_compiled = n_articles as is_compiled_only
    from {{ ref('fct_job_awards') }}
    union all
    select municipality_id, municipality_code, municipality, year, status, false as is_compiled_only
    from {{ ref('fct_job_targets') }}
    union all
    select municipality_id, municipality_code, municipality, year, status, false as is_compiled_only
    from {{ ref('fct_employment_indicators') }}

),

municipality_years as (

    select
        municipality_id,
        municipality_code,
        municipality,
        year,
        count(*)::integer as n_facts,
        (count(*) filter (status = 'disputed'))::integer as n_disputed_facts,
        (count(*) filter (is_compiled_only))::integer as n_compiled_facts
    from facts
    group by municipality_id, municipality_code, municipality, year

),

awards as (

    select
        awards.municipality_id,
        awards.award_year as year,
        -- Where a municipality has several, the highest on the ladder is shown.
        arg_min(awards.grade, grades.grade_rank)
            filter (awards.programme = 'national_jobs_award' and awards.category = 'disclosure') as award_disclosure_grade,
        arg_min(awards.grade, grades.grade_rank)
            filter (awards.programme = 'national_jobs_award' and awards.category = 'project') as award_project_grade,
        arg_min(awards.grade, grades.grade_rank)
            filter (awards.programme = 'national_jobs_award' and awards.category = 'unspecified') as award_unspecified_grade,
        (sum(awards.incentive_krw) filter (awards.programme = 'national_jobs_award'))::bigint as award_incentive_krw,
        (count(*) filter (awards.programme = 'national_jobs_award'))::integer as n_national_awards,
        (count(*) filter (awards.programme = 'other'))::integer as n_other_awards
    from {{ ref('fct_job_awards') }} as awards
    inner join {{ ref('grades') }} as grades on awards.grade = grades.grade
    group by awards.municipality_id, awards.award_year

),

targets as (

    select municipality_id, year, target_jobs, actual_jobs, achievement_pct_reported, achievement_pct_computed
    from {{ ref('fct_job_targets') }}
    where scope = 'total' and period_end is null

),

levels as (

    select
        municipality_id,
        year,
        {%- for indicator in indicators %}
        max(value_pct) filter (indicator = '{{ indicator }}') as {{ indicator }}_pct{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_employment_indicators') }}
    group by municipality_id, year

),

versions as (

    -- A code belongs to one government at a time, so code and identity name the version.
    select municipality_id, code, any_value(sido) as sido, any_value(name_ko) as name_ko, any_value(level) as level
    from {{ ref('dim_municipality') }}
    group by municipality_id, code

),

-- One identity is one series, also across a rename; a merger or split breaks it. What came before is known in every
-- year; what comes after, from the year on in which it happens.
series as (

    select
        municipality_years.municipality_id,
        municipality_years.year,
        series.predecessor_ids,
        case when year(series.ended_on) <= municipality_years.year then series.successor_ids end as successor_ids,
        nullif(
            concat_ws(
                '; ',
                case
                    when series.predecessor_ids is not null
                        then 'begins on ' || series.began_on || ', came out of ' || series.predecessors
                end,
                case
                    when series.successor_ids is not null and year(series.ended_on) <= municipality_years.year
                        then 'ends on ' || series.ended_on || ', goes on in ' || series.successors
                end
            ),
            ''
        ) as series_note
    from municipality_years
    inner join {{ ref('int_municipality_series_summarised') }} as series
        on municipality_years.municipality_id = series.municipality_id

)

select
    municipality_years.municipality_id,
    municipality_years.year,
    municipality_years.municipality_code,
    municipality_years.municipality,
    versions.sido,
    versions.name_ko,
    versions.level,
    awards.award_disclosure_grade,
    awards.award_project_grade,
    awards.award_unspecified_grade,
    awards.award_incentive_krw,
    coalesce(awards.n_national_awards, 0) as n_national_awards,
    coalesce(awards.n_other_awards, 0) as n_other_awards,
    targets.target_jobs,
    targets.actual_jobs,
    targets.achievement_pct_reported,
    targets.achievement_pct_computed,
    {%- for indicator in indicators %}
    levels.{{ indicator }}_pct,
    {%- endfor %}
    municipality_years.n_facts,
    municipality_years.n_disputed_facts,
    municipality_years.n_compiled_facts,
    series.predecessor_ids,
    series.successor_ids,
    series.series_note
from municipality_years
inner join versions
    on
        municipality_years.municipality_id = versions.municipality_id
        and municipality_years.municipality_code = versions.code
inner join series
    on municipality_years.municipality_id = series.municipality_id and municipality_years.year = series.year
left join awards
    on municipality_years.municipality_id = awards.municipality_id and municipality_years.year = awards.year
left join targets
    on municipality_years.municipality_id = targets.municipality_id and municipality_years.year = targets.year
left join levels
    on municipality_years.municipality_id = levels.municipality_id and municipality_years.year = levels.year
order by municipality_years.year, municipality_years.municipality_code
