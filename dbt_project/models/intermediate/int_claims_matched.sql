-- Each claim with the municipality as it was in the claim's year, or the reason why it can make no fact.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_voices() }}"
) }}
-- depends_on: {{ ref('int_voices_touched') }}

with claims as (

    select * from {{ ref('int_claims_unioned') }}

),

versions as (

    select * from {{ ref('stg_seeds__municipalities') }}

),

known as (

    select distinct municipality_id from versions

),

-- The version valid on 31 December; where the municipality ended in the year, its last version. Told by year and not by
-- claim: years are few. Only the last version of a municipality is open.
ended as (

    select municipality_id, unnest(range(year(valid_from), year(valid_to) + 1)) as year, code, municipality, valid_from
    from versions
    where valid_to is not null

),

ended_in_year as (

    select municipality_id, year, arg_max(code, valid_from) as code, arg_max(municipality, valid_from) as municipality
    from ended
    group by municipality_id, year

),

open as (

    select municipality_id, year(valid_from) as first_year, code, municipality
    from versions
    where valid_to is null

),

placed as (

    select
        claims.*,
        coalesce(open.code, ended_in_year.code) as municipality_code,
        coalesce(open.municipality, ended_in_year.municipality) as municipality
    from claims
    left join open on claims.municipality_id = open.municipality_id and claims.year >= open.first_year
    left join ended_in_year
        on claims.municipality_id = ended_in_year.municipality_id and claims.year = ended_in_year.year

)

select
    claims.*,
    case
        when claims.is_optional then 'optional'
        when claims.municipality_id is null then 'no_municipality'
        when known.municipality_id is null then 'unknown_municipality'
        when claims.year is null then 'no_year'
        when claims.municipality_code is null then 'municipality_not_in_year'
        when claims.kind = 'target' and claims.scope is null then 'no_scope'
        when
            claims.kind = 'target'
            and coalesce(claims.target_jobs, claims.actual_jobs, claims.achievement_pct_reported) is null
            then 'no_value'
        when claims.kind = 'indicator' and claims.value_pct is null then 'no_value'
    end as unplaced_reason
from placed as claims
left join known on claims.municipality_id = known.municipality_id
