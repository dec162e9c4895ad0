{{ config(description="The claims that count are all matched, each once, as the voice that its article is now, and no others; of the articles of touched voices") }}

with matched as (

    select * from {{ ref('int_claims_matched') }}
    where article_id in (select article_id from {{ ref('int_voices_touched') }})

),

-- By number, which is kept and compared more cheaply than three keys of every claim.
numbers as (

    select hash(claim_id, voice_id, cell_id) as number, 1 as n_claims, 0 as n_matched from {{ ref('int_claims_unioned') }}
    union all
    select hash(claim_id, voice_id, cell_id) as number, 0 as n_claims, 1 as n_matched from matched

),

wrong as (

    select number, sum(n_claims) as n_claims, sum(n_matched) as n_matched
    from numbers
    group by number
    having sum(n_claims) <> 1 or sum(n_matched) <> 1

),

named as (

    select claim_id, voice_id, cell_id from {{ ref('int_claims_unioned') }}
    where hash(claim_id, voice_id, cell_id) in (select number from wrong)
    union
    select claim_id, voice_id, cell_id from matched
    where hash(claim_id, voice_id, cell_id) in (select number from wrong)

)

select
    named.claim_id,
    named.voice_id,
    named.cell_id,
    wrong.n_claims,
    wrong.n_matched
from named
inner join wrong on hash(named.claim_id, named.voice_id, named.cell_id) = wrong.number
