-- The lines of the file of corrections that are about this build: a line on a source that comes with Iljari is left aside
-- where that source is. A view, so that the guard sees the file as it is.
{{ config(materialized='view') }}

select corrections.*
from {{ ref('stg_seeds__corrections') }} as corrections
where
    corrections.about_source is null
    -- An article of a source that is left out is there where another source brought its page as well.
    or (
        not {{ is_left_out('corrections.about_source') }}
        and corrections.about_source in (select source from {{ ref('int_articles_selected') }})
    )
