select
    fetch_id,
    source,
    url,
    "at" as fetched_at,
    outcome,
    page_sha256
from {{ source('raw', 'fetches') }}
