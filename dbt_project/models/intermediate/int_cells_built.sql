-- What the facts that stand were made from: the last word of a build, after all that is made anew by cell and its tests.
-- A build that stops on its way leaves it as it was, and its cells are touched again in the next.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_touched_cells() }}"
) }}
-- depends_on: {{ ref('int_claims_judged') }}
-- depends_on: {{ ref('int_facts_summarised') }}
-- depends_on: {{ ref('fct_fact_evidence') }}
-- depends_on: {{ ref('fct_unplaced_claims') }}
-- depends_on: {{ ref('fct_fact_candidates') }}
-- depends_on: {{ ref('fct_job_awards') }}
-- depends_on: {{ ref('fct_job_targets') }}
-- depends_on: {{ ref('fct_employment_indicators') }}
-- depends_on: {{ ref('fct_rejected_facts') }}

select cell_id, cell_hash
from {{ ref('int_cells_touched') }}
where cell_hash is not null
