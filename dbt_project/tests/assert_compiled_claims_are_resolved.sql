{{ config(description="Every row of the compiled list names a government that existed in its year") }}

select known.*
from {{ ref('stg_seeds__known_awards') }} as known
anti join {{ ref('int_municipality_labels') }} as labels
    on known.municipality_written = labels.label and known.award_year = labels.year
