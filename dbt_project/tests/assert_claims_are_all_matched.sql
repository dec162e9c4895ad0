{{ config(description="The claims that count are all matched, each once, as the voice that its article is now, and no others; of the articles of touched voices") }}

with counted as (

    select claim_id, voice_id, cell_id, true as is_claim from {{ ref('int_claims_unioned') }}
    union all
    select claim_id, voice_id, cell_id, false from {{ ref('int_claims_matched') }}
    where article_id in (select article_id from {{ ref('int_voices_touched') }})

)

select claim_id, voice_id, cell_id, count(*) filter (is_claim) as n_claims, count(*) filter (not is_claim) as n_matched
from counted
group by claim_id, voice_id, cell_id
having count(*) filter (is_claim) <> 1 or count(*) filter (not is_claim) <> 1
