{{ config(description="The evidence of every claim that was read from a text is that very span of its article's stored text; of all claims when all is built") }}

select
    claims.claim_id,
    claims.article_id,
    claims.evidence_start,
    claims.evidence_end,
    claims.evidence_text,
    substr(articles.text, claims.evidence_start + 1, claims.evidence_end - claims.evidence_start) as text_at_span
from {{ ref('int_claims_matched') }} as claims
left join {{ ref('stg_raw__articles') }} as articles on claims.article_id = articles.article_id
where
    -- A compiled claim has a link in its place.
    claims.certainty is null
    and (
        claims.evidence_text is null
        or claims.evidence_text = ''
        or substr(articles.text, claims.evidence_start + 1, claims.evidence_end - claims.evidence_start)
        is distinct from claims.evidence_text
    )
    {%- if not (flags.FULL_REFRESH or flags.WHICH == 'test') %}
    -- No build changes a claim or a text once it stands, and the gate `landed` has compared those that came since.
    and false
    {%- endif %}
