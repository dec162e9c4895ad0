select
    article_id,
    extractor_version,
    n_award_claims,
    n_target_claims,
    n_indicator_claims,
    rowid as row_place
from {{ source('raw', 'extractions') }}
