{{ config(description="Every winner that the editions' seed names is a government of that year") }}

select * from {{ ref('int_edition_winners_unpivoted') }}
where municipality_id is null
