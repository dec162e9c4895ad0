{#-
    The rows that a generic test sees. A table that is made anew by cell, or by article or voice, is tested where it was made
    anew: `touched_cells_only`, `touched_articles_only` or `touched_voices_only` in the test's `where`. What no build changes
    once it stands, as the keys of raw rows, is tested when all is built: `full_builds_only`. All of these hold for
    `dbt build` without `--full-refresh` alone: `dbt test` tests every row.
-#}
{% macro get_where_subquery(relation) -%}
    {%- set where = config.get('where', '') -%}
    {%- set touched = {
        'touched_cells_only': ('cell_id', 'int_cells_touched'),
        'touched_articles_only': ('article_id', 'int_articles_touched'),
        'touched_voices_only': ('article_id', 'int_voices_touched'),
    } -%}
    {%- if (where in touched or where == 'full_builds_only') and (flags.FULL_REFRESH or flags.WHICH == 'test') -%}
        {{ relation }}
    {%- elif where in touched -%}
        {%- set key, model = touched[where] -%}
        (
            select * from {{ relation }}
            where {{ key }} in (select {{ key }} from {{ api.Relation.create(database=target.database, schema='intermediate', identifier=model) }})
        ) as tested
    {%- elif where == 'full_builds_only' -%}
        (select * from {{ relation }} where false) as tested
    {%- elif where -%}
        (select * from {{ relation }} where {{ where }}) as tested
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}
