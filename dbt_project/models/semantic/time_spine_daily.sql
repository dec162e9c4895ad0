-- The days that metrics are laid out on. A view: it costs nothing until a metric asks for it, and is no part of a release.

select unnest(generate_series(date '2005-01-01', date '2040-12-31', interval 1 day))::date as date_day
