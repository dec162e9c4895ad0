{#-
    A cell is the smallest group of claims whose facts depend on each other and on no claim outside: those of one kind on
    one municipality and year. A claim that lacks either makes no fact, and its article is its cell.
-#}
{% macro cell_id(kind, municipality_id, year, article_id) -%}
    {{ kind }} || '|' || coalesce({{ municipality_id }} || '|' || {{ year }}, {{ article_id }})
{%- endmacro %}

{#-
    One number for the rows of a group, in whatever order they come, from a hash of each. DuckDB's hash of several values is
    an exclusive or with that of the last one: two claims of an article that get another voice would cancel each other.
    Hashed once more, no two rows do.
-#}
{% macro hash_of_rows(row_hash) -%}
    bit_xor(hash({{ row_hash }}))
{%- endmacro %}

{#- A model's table as the last build left it, where the model itself comes later in this build; none if there is none. -#}
{% macro last_build_of(name) -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {{ return(adapter.get_relation(database=target.database, schema='intermediate', identifier=name)) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{#- For `pre_hook`: throws away what a model said where a condition holds; nothing where it is built as a whole. -#}
{% macro forget(condition) -%}
    {% if is_incremental() %}delete from {{ this }} where {{ condition }}{% else %}select 1{% endif %}
{%- endmacro %}

{#- For `pre_hook` of a model that is made anew by cell: what it said of the cells that are touched goes. -#}
{% macro forget_touched_cells() -%}
    {{- forget(in_touched_cells()) -}}
{%- endmacro %}

{#- The condition by which such a model takes the claims of these cells alone; nothing where it is built as a whole. -#}
{% macro in_touched_cells(cell_id='cell_id') -%}
    {% if is_incremental() %}{{ cell_id }} in (select cell_id from {{ ref('int_cells_touched') }}){% else %}true{% endif %}
{%- endmacro %}

{#- The same for a test: all rows by `dbt test` and where all is built. -#}
{% macro in_tested_cells(cell_id='cell_id') -%}
    {% if flags.FULL_REFRESH or flags.WHICH == 'test' %}true{% else %}{{ cell_id }} in (select cell_id from {{ ref('int_cells_touched') }}){% endif %}
{%- endmacro %}

{#-
    For `post_hook` of int_cells_touched: from now on until int_cells_built, at the end of the build, these cells count as
    built by nobody. A build that stops between leaves its mark, also on cells that are gone by the next. In the first
    build the mark has to make its table, of which dbt is told.
-#}
{% macro cells_are_being_built() -%}
    {%- set built = api.Relation.create(database=this.database, schema=this.schema, identifier='int_cells_built', type='table') -%}
    {%- if execute and not adapter.get_relation(database=built.database, schema=built.schema, identifier=built.identifier) -%}
        {%- do adapter.cache_added(built) -%}
    {%- endif -%}
    create table if not exists {{ built }} (cell_id varchar, cell_hash ubigint);
    delete from {{ built }} where cell_id in (select cell_id from {{ this }});
    insert into {{ built }} select cell_id, null from {{ this }}
{%- endmacro %}

{#- By what a row of fct_fact_evidence can differ from one of the same claim: the rest follows from the claim's key. -#}
{% macro evidence_hash() -%}
    hash(fact_id, claim_id, voice_id, stated, agrees, disagrees_on, is_best)
{%- endmacro %}

{#- For `pre_hook` of fct_fact_evidence: of touched cells, the rows that no longer say what is to be said. -#}
{% macro forget_other_evidence() -%}
    {%- set stated = 'select ' ~ evidence_hash() ~ ' from ' ~ ref('int_evidence_judged') ~ ' where ' ~ in_touched_cells() -%}
    {{- forget(in_touched_cells() ~ ' and ' ~ evidence_hash() ~ ' not in (' ~ stated ~ ')') -}}
{%- endmacro %}
