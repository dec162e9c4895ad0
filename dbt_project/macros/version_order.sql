{#- An extractor version as a list of its numbers, so that 0.10 comes after 0.9. -#}
{% macro version_order(version_column) -%}
    list_transform(regexp_extract_all({{ version_column }}, '\d+'), part -> part::bigint)
{%- endmacro %}
