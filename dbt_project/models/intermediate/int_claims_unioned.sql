-- The claims that count: those that the newest reading of each selected article made, all kinds in one form, and
-- those of the compiled list, which have a certainty in place of evidence. A view: each build reads most of it only to see
-- which cells are touched.
{{ config(materialized='view') }}

{{ claims_that_count('true') }}
