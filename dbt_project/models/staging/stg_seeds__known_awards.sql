-- The list was compiled by hand from public pages: a row is a claim of its page, as if the page had been read.

select
    md5(concat_ws('|', 'compiled', source_url, award_year, municipality, category, grade)) as claim_id,
    md5(concat_ws('|', 'compiled', source_url)) as article_id,
    'compiled' as source,
    source_url as url,
    published_on,
    municipality as municipality_written,
    'national_jobs_award' as programme,
    award_year,
    category,
    grade,
    incentive_krw,
    is_optional,
    certainty,
    note
from {{ ref('known_awards') }}
