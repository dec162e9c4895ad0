-- How many raw rows lie behind the facts that stand: written last, after all that is made from them and its tests.
-- A build that stops on its way leaves it as it was, and its articles are touched again in the next.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget('true') }}"
) }}
-- depends_on: {{ ref('int_cells_built') }}

select
    (select coalesce(max(row_place) + 1, 0) from {{ ref('stg_raw__articles') }}) as n_articles,
    (select coalesce(max(row_place) + 1, 0) from {{ ref('stg_raw__extractions') }}) as n_extractions,
    (select coalesce(max(row_place) + 1, 0) from {{ ref('stg_raw__signatures') }}) as n_signatures,
    '{{ article_rules() }}' as made_by
