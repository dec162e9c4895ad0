{#-
    How coarse a number is written: 17,000 may stand for 17,400 (step 1000), 122 % for 121.8 % (step 1).
    Jobs and won end in zeros where they are rounded; rates drop their decimals.
-#}
{% macro rounding_step(field, number) -%}
    case
        when {{ number }} is null then null
        when {{ field }} like '%\_pct%' escape '\' then
            case
                when {{ number }} = round({{ number }}, 0) then 1.0
                when {{ number }} = round({{ number }}, 1) then 0.1
                else 0.01
            end
        when {{ number }} = 0 then 1.0
        else 10.0 ** (
            length({{ number }}::bigint::varchar) - length(rtrim({{ number }}::bigint::varchar, '0'))
        )
    end
{%- endmacro %}

{#-
    Whether `coarse` is `fine` rounded to the nearest or cut off ('1만7천여' for 17,400). At most 5 % may be lost: with
    fewer digits than that, two different targets of the same size would pass as one.
-#}
{% macro is_rounding_of(coarse, coarse_step, fine, fine_step) -%}
    coalesce(
        {{ coarse_step }} > {{ fine_step }}
        and abs({{ coarse }} - {{ fine }}) <= 0.05 * abs({{ fine }})
        and (
            abs({{ coarse }} - round({{ fine }} / {{ coarse_step }}) * {{ coarse_step }}) < {{ coarse_step }} / 1000
            or abs({{ coarse }} - floor({{ fine }} / {{ coarse_step }}) * {{ coarse_step }}) < {{ coarse_step }} / 1000
        ),
        false
    )
{%- endmacro %}
