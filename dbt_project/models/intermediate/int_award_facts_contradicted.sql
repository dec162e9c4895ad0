-- Facts of the national award that cannot be true beside what is known of their edition.

with facts as (

    select
        fact_id,
        award_year,
        municipality_id,
        municipality,
        level,
        section,
        grade,
        not is_from_texts as is_compiled_only
    from {{ ref('int_award_facts_sectioned') }}
    -- The projects' section has prizes of its own.
    where section <> 'project'

),

winners as (

    select * from {{ ref('int_edition_winners_unpivoted') }}

),

prize_of_another as (

    select
        facts.*,
        'prize_of_another' as contradiction,
        winners.grade || ' ' || winners.municipality as known
    from facts
    inner join winners
        on
            facts.award_year = winners.award_year
            and facts.grade = winners.grade
            and facts.level = coalesce(winners.level, facts.level)
    -- Of a known winner with another grade the next part tells.
    anti join winners as own
        on
            facts.award_year = own.award_year
            and facts.municipality_id = own.municipality_id
    where facts.municipality_id is distinct from winners.municipality_id

),

other_grade_than_known as (

    select
        facts.*,
        -- An office may write plain 대상 for its 종합대상.
        case
            when winners.grade = '종합대상' and facts.grade = '대상' then 'plain_name_of_grand_prize'
            else 'other_grade_than_known'
        end as contradiction,
        winners.grade || ' ' || winners.municipality as known
    from facts
    inner join winners on facts.award_year = winners.award_year and facts.municipality_id = winners.municipality_id
    where
        facts.section = 'disclosure'
        and facts.grade not in ('unspecified', winners.grade)

),

no_such_grade as (

    select
        facts.*,
        'no_such_grade' as contradiction,
        'no ' || announced.grade || ' in ' || announced.award_year as known
    from facts
    inner join {{ ref('edition_grades') }} as announced
        on
            facts.award_year = announced.award_year
            and facts.grade = announced.grade
            and announced.category = 'disclosure'
            and announced.n_announced = 0

),

-- 종합대상 is one in an edition: where its winner is not known, two contradict each other. What is only compiled does
-- not throw doubt on what a text says.
second_grand_prize as (

    select
        facts.*,
        'second_grand_prize' as contradiction,
        'one 종합대상 in an edition' as known
    from facts
    anti join winners on facts.award_year = winners.award_year and winners.grade = '종합대상'
    semi join facts as another
        on
            facts.award_year = another.award_year
            and facts.municipality_id <> another.municipality_id
            and another.grade = '종합대상'
            and (facts.is_compiled_only or not another.is_compiled_only)
    where facts.grade = '종합대상'

)

select * from prize_of_another
union all
select * from other_grade_than_known
union all
select * from no_such_grade
union all
select * from second_grand_prize
