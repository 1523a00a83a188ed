-- Which server it is, the schema that unqualified names belong to, and the settings that are changed while the catalog is read.
-- https://www.postgresql.org/docs/current/functions-info.html
-- https://www.postgresql.org/docs/current/functions-admin.html
SELECT
    current_setting('server_version_num')::integer AS version,
    (
        SELECT schema
        FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (schema, position)
        WHERE schema NOT LIKE 'pg\_%' AND schema <> 'information_schema'
        ORDER BY position
        LIMIT 1
    ) AS default_schema,
    ARRAY[
        current_setting('search_path'),
        current_setting('DateStyle'),
        current_setting('IntervalStyle'),
        current_setting('TimeZone'),
        current_setting('bytea_output'),
        current_setting('extra_float_digits'),
        current_setting('quote_all_identifiers'),
        current_setting('standard_conforming_strings'),
        current_setting('jit')
    ] AS settings
