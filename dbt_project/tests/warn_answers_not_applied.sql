{{ config(severity="warn", description="Answers of people that hold no longer or cannot be used: the facts are put to them again") }}

select outcome, count(*) as n_answers
from {{ ref('fct_review_answers') }}
where outcome in ('fact_gone', 'stale', 'unusable')
group by outcome
