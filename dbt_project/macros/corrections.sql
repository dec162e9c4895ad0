{#- A value as a person wrote it ('17,412', '122%'), in the form in which the values of claims are kept; null where it is none. -#}
{% macro as_value(field, written) -%}
    case
        when {{ field }} = 'grade' then nullif(trim({{ written }}), '')
        when {{ field }} like '%\_pct%' escape '\'
            then try_cast(regexp_replace({{ written }}, '[,%\s]', '', 'g') as double)::varchar
        else try_cast(regexp_extract(regexp_replace({{ written }}, '[,\s]', '', 'g'), '^(\d{1,15})(\.0+)?$', 1) as bigint)::varchar
    end
{%- endmacro %}

{#- The number of such a value; null for grades. -#}
{% macro as_number(field, value) -%}
    case when {{ field }} <> 'grade' then try_cast({{ value }} as double) end
{%- endmacro %}

{#-
    Whether a value can stand in that field of that fact table: the field is one of the table's, and the value within what
    the tests and the gate `candidate` let pass: a person's slip must not stop every later build.
-#}
{% macro can_stand(fact_table, field, value, indicator) -%}
    coalesce(
        case
            when {{ fact_table }} = 'fct_job_awards' and {{ field }} = 'grade'
                then {{ value }} in (select grade from {{ ref('grades') }})
            when {{ fact_table }} = 'fct_job_awards' and {{ field }} = 'incentive_krw'
                then {{ value }}::double between 1e6 and 1e10
            when {{ fact_table }} = 'fct_job_targets' and {{ field }} = 'target_jobs'
                then {{ value }}::double between 1 and 3e6
            when {{ fact_table }} = 'fct_job_targets' and {{ field }} = 'actual_jobs'
                then {{ value }}::double between 0 and 3e6
            when {{ fact_table }} = 'fct_job_targets' and {{ field }} = 'achievement_pct_reported'
                then {{ value }}::double between 0 and 2000
            when {{ fact_table }} = 'fct_employment_indicators' and {{ field }} = 'value_pct'
                then {{ value }}::double between if({{ indicator }} like '%unemployment%', 0, 5)
                    and if({{ indicator }} like '%unemployment%', 30, 95)
        end,
        false
    )
{%- endmacro %}
