-- Facts of the national award that cannot be true beside what is known of their edition.

with levels as (

    select municipality_id, any_value(level) as level
    from {{ ref('stg_seeds__municipalities') }}
    group by municipality_id

),

facts as (

    select
        awards.fact_id,
        awards.award_year,
        awards.municipality_id,
        awards.municipality,
        levels.level,
        awards.section,
        awards.grade,
        awards.n_compiled = awards.n_articles as is_compiled_only
    from {{ ref('fct_job_awards') }} as awards
    inner join levels on awards.municipality_id = levels.municipality_id
    -- The projects' section has prizes of its own.
    where awards.section <> 'project'

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
