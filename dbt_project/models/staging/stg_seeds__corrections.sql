select
    case fact_table
        when 'fct_job_awards' then
            {{ fact_id(
                'fct_job_awards',
                ['municipality_id', 'year', 'programme', 'category', "coalesce(distinguished_by, 'award')"]
            ) }}
        when 'fct_job_targets' then
            {{ fact_id('fct_job_targets', ['municipality_id', 'year', 'nullif(period_end, year)', 'scope']) }}
        when 'fct_employment_indicators' then
            {{ fact_id('fct_employment_indicators', ['municipality_id', 'year', 'indicator']) }}
    end as fact_id,
    fact_table,
    municipality_id,
    year,
    programme,
    indicator,
    field,
    {{ as_value('field', 'old_value') }} as old_value,
    {{ as_value('field', 'new_value') }} as new_value,
    old_value as old_value_written,
    new_value as new_value_written,
    reason,
    source_url,
    corrected_by,
    corrected_on,
    about_source
from {{ ref('corrections') }}
