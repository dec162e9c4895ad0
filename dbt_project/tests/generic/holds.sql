{#- The condition is true in every row; unknown counts as not true. -#}
{% test holds(model, condition) %}
select *
from {{ model }}
where ({{ condition }}) is not true
{% endtest %}
