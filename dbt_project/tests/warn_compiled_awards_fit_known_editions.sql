{{ config(severity="warn", description="Facts that rest on compiled pages alone and contradict what is known of their edition") }}

select * from {{ ref('int_award_facts_contradicted') }}
where is_compiled_only
