select
    article_id,
    url,
    source,
    title,
    body,
    text,
    published_at,
    {{ korean_date('published_at') }} as published_on,
    published_precision,
    fetched_at,
    content_sha256,
    revision_of,
    address,
    byline_region,
    page_sha256,
    landing_file,
    rowid as row_place
from {{ source('raw', 'articles') }}
