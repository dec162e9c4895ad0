-- Each claim with the municipality as it was in the claim's year, or the reason why it can make no fact.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_cells_touched') }}

with claims as (

    select * from {{ ref('int_claims_unioned') }}
    where {{ in_touched_cells() }}

),

versions as (

    select * from {{ ref('stg_seeds__municipalities') }}

),

known as (

    select distinct municipality_id from versions

),

-- The version valid on 31 December; where the municipality ended in the year, its last version.
versions_by_claim as (

    select claims.claim_id, versions.code, versions.municipality
    from claims
    inner join versions
        on
            claims.municipality_id = versions.municipality_id
            and claims.year >= year(versions.valid_from)
            and claims.year <= coalesce(year(versions.valid_to), claims.year)
    qualify row_number() over (partition by claims.claim_id order by versions.valid_from desc) = 1

)

select
    claims.*,
    versions_by_claim.code as municipality_code,
    versions_by_claim.municipality,
    case
        when claims.is_optional then 'optional'
        when claims.municipality_id is null then 'no_municipality'
        when known.municipality_id is null then 'unknown_municipality'
        when claims.year is null then 'no_year'
        when versions_by_claim.code is null then 'municipality_not_in_year'
        when claims.kind = 'target' and claims.scope is null then 'no_scope'
        when
            claims.kind = 'target'
            and coalesce(claims.target_jobs, claims.actual_jobs, claims.achievement_pct_reported) is null
            then 'no_value'
        when claims.kind = 'indicator' and claims.value_pct is null then 'no_value'
    end as unplaced_reason
from claims
left join known on claims.municipality_id = known.municipality_id
left join versions_by_claim on claims.claim_id = versions_by_claim.claim_id
