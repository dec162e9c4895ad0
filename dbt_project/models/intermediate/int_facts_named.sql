-- What each fact is about, all kinds in one form: for a person who is asked, and for tables that hold facts of all kinds.

select distinct
    'fct_job_awards' as fact_table,
    fact_id,
    municipality_id,
    municipality_code,
    municipality,
    award_year as year,
    programme,
    concat_ws(', ', programme, category, nullif(distinguished_by, 'award')) as what
from {{ ref('int_award_claims_placed') }}

union all

select distinct
    'fct_job_targets' as fact_table,
    fact_id,
    municipality_id,
    municipality_code,
    municipality,
    year,
    null as programme,
    concat_ws(', ', scope, 'until ' || period_end) as what
from {{ ref('int_target_claims_placed') }}

union all

select distinct
    'fct_employment_indicators' as fact_table,
    fact_id,
    municipality_id,
    municipality_code,
    municipality,
    year,
    null as programme,
    indicator as what
from {{ ref('int_indicator_claims_placed') }}
