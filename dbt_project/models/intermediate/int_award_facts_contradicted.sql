-- Facts of the national award that cannot be true beside what is known of their edition.

with awards as (

    select distinct
        fact_id,
        award_year,
        municipality_id,
        municipality,
        category
    from {{ ref('int_award_claims_placed') }}
    -- The projects' section has prizes of its own.
    where programme = 'national_jobs_award' and category <> 'project'

),

levels as (

    select municipality_id, any_value(level) as level
    from {{ ref('stg_seeds__municipalities') }}
    group by municipality_id

),

facts as (

    select
        awards.*,
        coalesce(summarised.grade, 'unspecified') as grade,
        summarised.n_compiled = summarised.n_articles as is_compiled_only,
        levels.level
    from awards
    inner join {{ ref('int_facts_summarised') }} as summarised on awards.fact_id = summarised.fact_id
    inner join levels on awards.municipality_id = levels.municipality_id

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
    -- The top winner's own office may write plain 대상 for 종합대상.
    anti join winners as own
        on
            facts.award_year = own.award_year
            and facts.municipality_id = own.municipality_id
            and (facts.grade = own.grade or own.grade = '종합대상')
    where facts.municipality_id is distinct from winners.municipality_id

),

other_grade_than_known as (

    select
        facts.*,
        'other_grade_than_known' as contradiction,
        winners.grade || ' ' || winners.municipality as known
    from facts
    inner join winners on facts.award_year = winners.award_year and facts.municipality_id = winners.municipality_id
    where
        facts.category = 'disclosure'
        and facts.grade not in ('unspecified', winners.grade)
        and not (winners.grade = '종합대상' and facts.grade = '대상')

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
