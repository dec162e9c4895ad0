select
    landing_file,
    loaded_at
from {{ source('raw', 'loaded_files') }}
