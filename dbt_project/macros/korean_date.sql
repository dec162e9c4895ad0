{#- The date in Korea of an instant: the day that the paper prints. -#}
{% macro korean_date(instant) -%}
    ({{ instant }} at time zone 'Asia/Seoul')::date
{%- endmacro %}
