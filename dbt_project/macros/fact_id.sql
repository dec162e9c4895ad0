{#- The key of a fact: a hash of its table and of what it is about, so that a rebuild gives the same key. -#}
{% macro fact_id(fact_table, columns) -%}
    md5(concat_ws('|', '{{ fact_table }}'{% for column in columns %}, coalesce({{ column }}::varchar, '-'){% endfor %}))
{%- endmacro %}
