select * from {{ ref('stg_seeds__municipalities') }}
