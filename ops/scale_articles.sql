-- Made-up articles and what a reader finds in them, at the shape of the labelled articles (tests/gold) and of the
-- copies that papers print; see ops/bench_scale.py. Variables: seed, n_articles, first_number, first_on, last_on,
-- copied_from (articles of another seed of which some are printed again), version.
-- Every choice is a hash of what it is about, so the same variables give the same rows.

create or replace temp macro dice(what, about) as (hash(what, about, getvariable('seed')) >> 11) / 9007199254740992.0;
create or replace temp macro pick(things, what, about) as things[1 + (hash(what, about, getvariable('seed')) % len(things))::bigint];
-- The same for every seed: what is true of a municipality does not depend on who writes.
create or replace temp macro truth(what, about) as (hash(what, about) >> 11) / 9007199254740992.0;

-- The grades that an edition may have had, so that nothing made up contradicts what is known of it.
set variable grades_announced = (
    select map_from_entries(list((award_year, grades))) from (
        select editions.award_year, list(grade order by grade) as grades
        from editions cross join (select unnest(['최우수상', '우수상', '특별상']) as grade) as grades
        left join edition_grades as announced using (award_year, grade)
        where coalesce(announced.n_announced, 1) > 0 and coalesce(announced.category, 'disclosure') = 'disclosure'
        group by editions.award_year
    )
);

create or replace temp table places as
select
    row_number() over (order by municipality_id) as place,
    municipality_id,
    code,
    case when level = 'metropolitan' then sido else sido || ' ' || name_ko end as municipality
from municipalities
where valid_to is null and valid_from < date '2012-01-01';
set variable n_places = (select count(*) from places);

-- Prizes of the editions on which nothing else is known: any paper may name them without a contradiction.
create or replace temp table prizes as
with known_winners as (
    select award_year, unnest([top_winner, metropolitan_winner, basic_winner]) as municipality from editions
)
select
    known.award_year,
    row_number() over (partition by known.award_year order by places.municipality_id, known.category) as number,
    places.place,
    known.category,
    known.grade
from (select distinct award_year, municipality, category, grade from known_awards where not is_optional) as known
inner join places on known.municipality = places.municipality
anti join known_winners
    on known.award_year = known_winners.award_year and known.municipality = known_winners.municipality
where list_contains(getvariable('grades_announced')[known.award_year], known.grade)
qualify row_number() over (partition by known.award_year, places.place order by known.category, known.grade) = 1;
update prizes set number = numbered.number
from (select award_year, place, row_number() over (partition by award_year order by place) as number from prizes) as numbered
where prizes.award_year = numbered.award_year and prizes.place = numbered.place;
create or replace temp table n_prizes as select award_year, count(*) as n from prizes group by award_year;

-- Sentences that say nothing of jobs, as most of an article does. Together some 220,000 different runs of words.
create or replace temp table sentences as
with words as (
    select
        sentence,
        word,
        string_agg(
            pick(
                ['가', '나', '다', '라', '마', '바', '사', '아', '자', '차', '카', '타', '파', '하', '강', '남', '동', '문', '민', '산', '성', '시',
                 '신', '영', '우', '원', '은', '이', '인', '장', '정', '주', '지', '진', '천', '철', '청', '충', '평', '포', '한', '해', '현', '호'],
                'syllable', sentence * 1000 + word * 10 + syllable
            ),
            '' order by syllable
        ) as word_written
    from range(4096) as sentences (sentence), range(16) as words (word), range(4) as syllables (syllable)
    where word < 10 + sentence % 7 and syllable < 2 + (sentence * 7 + word) % 3
    group by sentence, word
)
select sentence as number, string_agg(word_written, ' ' order by word) || '했다.' as sentence
from words
group by sentence;
set variable sentences = (select list(sentence order by number) from sentences);

-- One release: what some office sends out or one reporter writes, printed by one or more papers.
create or replace temp table releases as
with sized as (
    select
        number as release,
        case
            when dice('size', number) < 0.55 then 1
            when dice('size', number) < 0.75 then 2
            when dice('size', number) < 0.85 then 3
            when dice('size', number) < 0.95 then 4 + (dice('more', number) * 7)::int
            else 10 + (dice('more', number) * 21)::int
        end as n_copies
    from range(getvariable('n_articles')) as numbers (number)
),
summed as (
    select *, sum(n_copies) over (order by release) - n_copies as first_copy from sized
)
select
    release,
    least(n_copies, getvariable('n_articles') - first_copy)::int as n_copies,
    getvariable('first_number') + first_copy as first_article,
    1 + (dice('place', release) ** 1.3 * getvariable('n_places'))::bigint % getvariable('n_places') as place,
    -- More is written every year.
    getvariable('first_on') + ((first_copy / getvariable('n_articles')) ** 0.75
        * (getvariable('last_on') - getvariable('first_on')))::int as written_on,
    dice('kind', release) < 0.4 as has_claims,
    8 + (dice('length', release) * 20)::int as n_sentences
from summed
where first_copy < getvariable('n_articles');

-- What a release says, one row a claim. A late article tells of an old year because its release is old.
create or replace temp table said as
with numbered as (
    select
        release, releases.written_on, releases.place, unnest(range(least(12, 1 + (-ln(1 - dice('claims', release)) * 3.6)::int))) as nth
    from releases
    where has_claims
),
kinds as (
    select
        *,
        release * 16 + nth as claim,
        year(written_on)::int as written_in,
        case when dice('kind', release * 16 + nth) < 0.52 then 'award' when dice('kind', release * 16 + nth) < 0.76 then 'target' else 'indicator' end as kind,
        -- Lists of winners name many governments, the rest of an article mostly its own.
        case when dice('whose', release * 16 + nth) < 0.65 then place else 1 + (dice('who', release * 16 + nth) * getvariable('n_places'))::bigint % getvariable('n_places') end as whose,
        dice('year', release * 16 + nth) as year_dice,
        dice('told', release * 16 + nth) as told
    from numbered
),
dated as (
    select
        * exclude (year_dice),
        greatest(2012, written_in - case kind
            when 'award' then case when year_dice < 0.61 then 0 when year_dice < 0.74 then 1 when year_dice < 0.82 then 2 else 3 + (dice('back', claim) * 7)::int end
            when 'target' then case when year_dice < 0.48 then 0 when year_dice < 0.86 then 1 else 2 + (dice('back', claim) * 3)::int end
            else case when year_dice < 0.33 then 0 when year_dice < 0.9 then 1 else 2 + (dice('back', claim) * 3)::int end
        end)::int as year
    from kinds
),
placed as (
    select
        dated.* replace (coalesce(prizes.place, dated.whose) as whose),
        prizes.category as prize_category,
        prizes.grade as prize_grade
    from dated
    left join n_prizes on dated.year = n_prizes.award_year and dated.kind = 'award' and dice('national', claim) < 0.75
    left join prizes
        on n_prizes.award_year = prizes.award_year
        and prizes.number = 1 + (dice('which', claim) * n_prizes.n)::bigint % n_prizes.n
),
what as (
    select
        *,
        whose * 10000 + year as cell,
        case when dice('scope', claim) < 0.56 then 'total' when dice('scope', claim) < 0.97 then pick(
            ['직접일자리', '고용서비스', '민간부문', '공공부문', '노인일자리', '창업지원', '직업능력개발훈련', '재정지원 일자리',
             '직업훈련', '기업유치', '청년일자리', '여성일자리', '사회적기업', '고용장려금', '취업지원'], 'scope of', claim)
            else pick(['농촌일자리', '바다일자리', '숲일자리', '관광일자리'], 'rare', claim) || ' ' || (claim % 50) end as scope,
        pick(['employment_rate', 'employment_rate', 'employment_rate', 'employment_rate', 'employment_rate', 'unemployment_rate',
              'unemployment_rate', 'employment_rate_15_64', 'youth_employment_rate', 'female_employment_rate'], 'indicator', claim) as indicator
    from placed
),
true_values as (
    select
        *,
        (400 + truth('target ' || scope, cell) ** 3 * if(scope = 'total', 60000, 4000))::bigint as true_target,
        0.8 + truth('reached ' || scope, cell) * 0.6 as reached,
        round(case indicator
            when 'unemployment_rate' then 1.5 + 3 * truth(indicator, cell)
            when 'youth_employment_rate' then 35 + 10 * truth(indicator, cell)
            when 'female_employment_rate' then 48 + 12 * truth(indicator, cell)
            else 56 + 14 * truth(indicator, cell) end
            -- The second half of the year has a level of its own.
            + if(truth('two levels', cell) < 0.4 and claim % 2 = 0, 0.6, 0), 1) as true_level
    from what
)
select
    release,
    nth,
    kind,
    places.municipality_id,
    places.code,
    places.municipality,
    if(dice('no year', claim) < 0.02, null, year) as year,
    if(kind = 'award', if(prize_grade is null, 'other', 'national_jobs_award'), null) as programme,
    case when kind = 'award' then
        if(prize_grade is null or dice('section', claim) < 0.45, 'unspecified', prize_category) end as category,
    case when kind = 'award' then case
        when dice('no grade', claim) < 0.08 then 'unspecified'
        when prize_grade is null then pick(['최우수상', '우수상', '특별상', '대상'], 'other grade', cell)
        when told < 0.04 then pick(getvariable('grades_announced')[year], 'misread', claim)
        else prize_grade end end as grade,
    case when kind = 'award' and dice('money', claim) < 0.15 then (1 + cell % 10) * 50000000 end as incentive_krw,
    if(kind = 'target', scope, null) as scope,
    case when kind = 'target' and year % 4 = 2 and dice('term', claim) < 0.12 then year + 4 end as period_end,
    -- Told exactly, rounded, or wrong in one of a few ways.
    case when kind = 'target' and dice('has target', claim) < 0.7 then
        greatest(1, case when told < 0.84 then true_target when told < 0.93 then true_target // 100 * 100 else true_target + 7 * (1 + claim % 6) end) end as target_jobs,
    case when kind = 'target' and (dice('has actual', claim) < 0.6 or dice('has target', claim) >= 0.7) then
        (true_target * reached)::bigint + if(told >= 0.95, 11 * (1 + claim % 5), 0) end as actual_jobs,
    case when kind = 'target' and dice('has rate', claim) < 0.35 then round((true_target * reached)::bigint * 100.0 / true_target, 1) end as achievement_pct_reported,
    if(kind = 'indicator', indicator, null) as indicator,
    case when kind = 'indicator' then round(true_level + if(told >= 0.93, 0.1 * (1 + claim % 6), 0), 1) end as value_pct,
    dice('optional', claim) < case kind when 'award' then 0.22 when 'target' then 0.48 else 0.045 end as is_optional,
    round(1 - 0.5 * dice('sure', claim) ** 2, 3) as confidence,
    places.municipality || ' ' || true_values.year || '년' as who_and_when
from true_values
inner join places on true_values.whose = places.place;

-- The sentence says every value, because the gate `landed` reads it again.
create or replace temp table said as
select
    * exclude (who_and_when),
    who_and_when || case kind
        when 'award' then
            ' 평가에서 ' || if(grade = 'unspecified', '상', grade) || coalesce(', 시상금 ' || incentive_krw || '원', '') || ' 수상'
        when 'target' then
            ' ' || scope || coalesce(' 목표 ' || target_jobs || '개', '') || coalesce(' 실적 ' || actual_jobs || '개', '')
            || coalesce(' 달성률 ' || achievement_pct_reported || '%', '')
        else ' 지표 ' || value_pct || '%'
    end as evidence_text
from said;

create or replace temp table release_leads as
select release, string_agg(evidence_text, '. ' order by nth) || '. ' as lead from said group by release;

-- One copy of a release as a paper prints it: to the letter, or with other words, shorter, longer.
create or replace temp table copies as
with printed as (
    select releases.*, unnest(range(n_copies)) as nth_copy
    from releases
)
select
    printed.release,
    nth_copy,
    first_article + nth_copy as number,
    written_on,
    place,
    n_sentences,
    case when nth_copy = 0 or dice('letter', first_article + nth_copy) < 0.3 then 1.0
         else 0.4 + 0.55 * dice('kept', first_article + nth_copy) end as share_kept,
    -- Some print what others printed long ago.
    if(getvariable('copied_from') is not null and dice('old', release) < 0.05,
       (dice('old one', release) * getvariable('copied_from'))::bigint, null) as old_number
from printed;

create or replace temp table made_articles as
with texts as (
    select
        copies.*,
        sha256('article ' || getvariable('seed') || ' ' || number)[:32] as article_id,
        '지역 소식 ' || number || ' ' || places.municipality as title,
        coalesce(lead, '')
        || array_to_string(list_transform(
            range(n_sentences),
            i -> getvariable('sentences')[1 + (hash(if(dice('own', number * 64 + i) < share_kept, copies.release, -number), i, getvariable('seed')) % 4096)::bigint]
        ), ' ') as body
    from copies
    inner join places on copies.place = places.place
    left join release_leads on copies.release = release_leads.release
)
select
    article_id,
    'https://paper' || (number % 200) || '.example/news/' || number as url,
    'folder' as source,
    title,
    body,
    title || chr(10) || chr(10) || body as text,
    (written_on + to_seconds((dice('time', number) * 60000)::bigint)) at time zone 'UTC' as published_at,
    'minute' as published_precision,
    (getvariable('last_on') + to_seconds((number // 1000)::bigint)) at time zone 'UTC' as fetched_at,
    sha256('content ' || article_id) as content_sha256,
    null::varchar as revision_of,
    sha256('page ' || article_id) as page_sha256,
    'batches/' || md5(getvariable('seed') || ' ' || number // 1000) as landing_file,
    release,
    number,
    share_kept,
    old_number
from texts;

create or replace temp table made_claims as
with offsets as (
    select
        said.*,
        coalesce(sum(length(evidence_text) + 2) over (partition by release order by nth rows between unbounded preceding and 1 preceding), 0) as starts
    from said
)
select
    sha256('claim ' || articles.article_id || ' ' || nth)[:32] as claim_id,
    articles.article_id,
    getvariable('version') as extractor_version,
    offsets.municipality as municipality_written,
    if(dice('nobody', articles.number * 16 + nth) < 0.02, null, offsets.municipality_id) as municipality_id,
    offsets.code as municipality_code,
    offsets.municipality,
    offsets.* exclude (release, nth, municipality_id, code, municipality, evidence_text, starts),
    (length(articles.title) + 2 + starts)::int as evidence_start,
    (length(articles.title) + 2 + starts + length(offsets.evidence_text))::int as evidence_end,
    offsets.evidence_text,
    'made_up' as rule
from made_articles as articles
inner join offsets on articles.release = offsets.release
-- A copy that was cut has lost some.
where articles.share_kept = 1 or dice('lost', articles.number * 16 + nth) >= 0.08;

-- A MinHash as it would come out: a place is the release's with the share that the copy kept, else the event's, which
-- draws different articles on one thing a little together, else its own. An event is what one government does in one
-- week. (Of the labelled articles, two on the same municipality share 2 % of their places on average, a tenth of them in
-- one pair of 24, a quarter in none of 1,540: here it is a quarter within the week.)
create or replace temp table made_signatures as
select
    md5('signature ' || article_id) as signature_id,
    article_id,
    '1' as signature_version,
    if(share_kept = 1,
       md5(coalesce(old_number::varchar, 'release ' || release || getvariable('seed'))),
       md5('text ' || article_id)) as text_key,
    300 + (share_kept * 300)::int as n_shingles,
    list_transform(
        range(128),
        -- Hashed twice: DuckDB joins the hashes of several things so that where the last 16 bits of two releases agree they
        -- do so at every place, which made one voice of a million articles.
        i -> (hash(case
            when dice('place kept', number * 128 + i) < share_kept then
                if(dice('event place', release * 128 + i) < 0.25, hash('event', event, i), hash('release', coalesce(old_number, release), coalesce(old_number::varchar, getvariable('seed')), i))
            else hash('own', number, getvariable('seed'), i) end) % 65536)::usmallint
    ) as minhash
from (
    select made_articles.*, releases.place * 10000 + date_diff('week', date '2012-01-01', releases.written_on) as event
    from made_articles inner join releases using (release)
);
