select
    claims.claim_id,
    claims.kind,
    claims.unplaced_reason as reason,
    claims.article_id,
    articles.source,
    articles.url,
    claims.published_on,
    claims.municipality_written,
    claims.municipality_id,
    claims.year,
    articles.is_compiled,
    claims.certainty,
    claims.evidence_text,
    claims.rule,
    claims.confidence,
    claims.extractor_version
from {{ ref('int_claims_matched') }} as claims
inner join {{ ref('int_articles_selected') }} as articles on claims.article_id = articles.article_id
where claims.unplaced_reason is not null
order by claims.kind, claims.claim_id
