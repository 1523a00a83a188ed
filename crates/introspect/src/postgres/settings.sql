-- Changes the settings that `session.sql` tells, in its order, until the transaction ends.
-- https://www.postgresql.org/docs/current/functions-admin.html
SELECT
    set_config('search_path', $1, true),
    set_config('DateStyle', $2, true),
    set_config('IntervalStyle', $3, true),
    set_config('TimeZone', $4, true),
    set_config('bytea_output', $5, true),
    set_config('extra_float_digits', $6, true),
    set_config('quote_all_identifiers', $7, true),
    set_config('standard_conforming_strings', $8, true),
    set_config('jit', $9, true)
