{#-
    What a build says of an article follows from raw rows, which are only ever added to: so what has to be selected and
    put with its voice anew is told by the raw rows that came since the last build that ended (int_articles_built).
-#}

{#- The rules by which articles are selected and are one voice, as text: by others, nothing that stands may stay. -#}
{% macro article_rules() -%}
    {{- (sources_left_out() | join(',') ~ '/' ~ voice_rules()) | replace("'", "''") -}}
{%- endmacro %}

{#-
    How many raw rows the last build that ended had before it, by column of int_articles_built; 0 where none ended by today's
    rules. As a number in the text of the query, so that DuckDB reads the last blocks of a raw table alone.
-#}
{% macro rows_built(column) -%}
    {%- set built = last_build_of('int_articles_built') -%}
    {%- if built -%}
        {%- set query = "select max(" ~ column ~ ") from " ~ built ~ " where made_by = '" ~ article_rules() ~ "'" -%}
        {{- return(run_query(query).columns[0].values()[0] or 0) -}}
    {%- endif -%}
    {{- return(0) -}}
{%- endmacro %}

{#- The condition by which a model takes the touched articles alone; nothing where it is built as a whole. -#}
{% macro in_touched_articles(article_id='article_id') -%}
    {% if is_incremental() %}{{ article_id }} in (select article_id from {{ ref('int_articles_touched') }}){% else %}true{% endif %}
{%- endmacro %}

{#- For `pre_hook` of a model with rows of such articles: what it said of them goes. -#}
{% macro forget_touched_articles() -%}
    {{- forget(in_touched_articles()) -}}
{%- endmacro %}

{#- The same for the articles of touched voices, which are more. -#}
{% macro in_touched_voices(article_id='article_id') -%}
    {% if is_incremental() %}{{ article_id }} in (select article_id from {{ ref('int_voices_touched') }}){% else %}true{% endif %}
{%- endmacro %}

{% macro forget_touched_voices() -%}
    {{- forget(in_touched_voices()) -}}
{%- endmacro %}

{#-
    For `post_hook` of int_articles_touched: a build by other rules than the last, or of all, leaves nothing to go on from
    until it has ended.
-#}
{% macro articles_are_being_built() -%}
    {%- set built = api.Relation.create(database=this.database, schema=this.schema, identifier='int_articles_built', type='table') -%}
    {%- if execute and adapter.get_relation(database=built.database, schema=built.schema, identifier=built.identifier) -%}
        delete from {{ built }} where made_by <> '{{ article_rules() }}' or {{ flags.FULL_REFRESH }}
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}
