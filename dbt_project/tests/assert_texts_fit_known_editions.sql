{{ config(description="No fact that a text says contradicts what is known of its edition: who won the top prizes, which grades there were, one 종합대상") }}

select * from {{ ref('int_award_facts_contradicted') }}
where not is_compiled_only and contradiction <> 'plain_name_of_grand_prize'
