{{ config(severity="warn", description="Claims that make no fact because their municipality or year is not known") }}

select reason, kind, count(*) as n_claims
from {{ ref('fct_unplaced_claims') }}
where reason not in ('optional', 'no_year')
group by reason, kind
