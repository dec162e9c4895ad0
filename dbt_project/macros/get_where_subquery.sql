{#-
    The rows that a generic test sees. A table that is made anew by cell and has a row a claim or value is tested where it
    was made anew: `touched_cells_only` in the test's `where`. What no build changes once it stands, as the keys of raw
    rows, is tested when all is built: `full_builds_only`. Both hold for `dbt build` without `--full-refresh` alone:
    `dbt test` tests every row.
-#}
{% macro get_where_subquery(relation) -%}
    {%- set where = config.get('where', '') -%}
    {%- if where in ('touched_cells_only', 'full_builds_only') and (flags.FULL_REFRESH or flags.WHICH == 'test') -%}
        {{ relation }}
    {%- elif where == 'touched_cells_only' -%}
        (
            select * from {{ relation }}
            where cell_id in (select cell_id from {{ api.Relation.create(database=target.database, schema='intermediate', identifier='int_cells_touched') }})
        ) as tested
    {%- elif where == 'full_builds_only' -%}
        (select * from {{ relation }} where false) as tested
    {%- elif where -%}
        (select * from {{ relation }} where {{ where }}) as tested
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}
