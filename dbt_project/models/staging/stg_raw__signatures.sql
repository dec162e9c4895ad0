-- Numbers of another version were made another way: they cannot be compared with these.
select
    article_id,
    text_key,
    n_shingles,
    minhash,
    rowid as row_place
from {{ source('raw', 'signatures') }}
where signature_version = '{{ var("signature_version") }}'
