{{ config(severity="warn", description="Facts that contradict what is known of their edition and rest on compiled pages alone, or call 종합대상 by the plain name 대상") }}

select * from {{ ref('int_award_facts_contradicted') }}
where is_compiled_only or contradiction = 'plain_name_of_grand_prize'
