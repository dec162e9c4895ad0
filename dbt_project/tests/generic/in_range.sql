{#- The value lies between `min` and `max`, both included; null passes. -#}
{% test in_range(model, column_name, min, max) %}
select *
from {{ model }}
where {{ column_name }} not between {{ min }} and {{ max }}
{% endtest %}
