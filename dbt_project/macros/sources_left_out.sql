{#- The sources whose articles make no fact in this build: an environment variable, because dbt parses the whole project anew
    when a variable of its own changes, and only the models that read it when this one does. -#}
{% macro sources_left_out() -%}
    {{- return(env_var('ILJARI_SOURCES_LEFT_OUT', '').split(',') | map('trim') | select | sort) -}}
{%- endmacro %}

{#- Whether a source is one of them. -#}
{% macro is_left_out(source_column) -%}
    {%- set names = sources_left_out() -%}
    {%- if names -%}
        coalesce({{ source_column }} in ({% for name in names %}'{{ name | replace("'", "''") }}'{{ ", " if not loop.last }}{% endfor %}), false)
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}

{#- Their names as one text, in the order of the alphabet; empty where none is left out. -#}
{% macro names_left_out() -%}
    '{{ sources_left_out() | join(", ") | replace("'", "''") }}'
{%- endmacro %}
