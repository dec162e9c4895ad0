-- All claims that speak of a fact, of every kind.
{{ config(materialized='view') }}

{%- set kinds = {
    'fct_job_awards': 'int_award_claims_placed',
    'fct_job_targets': 'int_target_claims_placed',
    'fct_employment_indicators': 'int_indicator_claims_placed',
} %}

{% for fact_table, model in kinds.items() %}
select
    '{{ fact_table }}' as fact_table,
    fact_id,
    cell_id,
    claim_id,
    article_id,
    voice_id,
    published_at,
    published_on,
    confidence,
    certainty,
    evidence_start
from {{ ref(model) }}
{{ 'union all' if not loop.last }}
{% endfor %}
