{#- Whether a source is one whose articles make no fact in this build (variable `sources_left_out`). -#}
{% macro is_left_out(source_column) -%}
    {%- set names = var('sources_left_out') -%}
    {%- if names -%}
        coalesce({{ source_column }} in ({% for name in names %}'{{ name | replace("'", "''") }}'{{ ", " if not loop.last }}{% endfor %}), false)
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}

{#- The names of these sources as one text, in the order of the alphabet; empty where none is left out. -#}
{% macro names_left_out() -%}
    '{{ var("sources_left_out") | sort | join(", ") | replace("'", "''") }}'
{%- endmacro %}
