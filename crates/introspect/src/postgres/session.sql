-- Which server it is, the schema that unqualified names belong to, and the search path as it stands.
-- https://www.postgresql.org/docs/current/functions-info.html
SELECT
    current_setting('server_version_num')::integer AS version,
    current_setting('search_path') AS search_path,
    (
        SELECT schema
        FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (schema, position)
        WHERE schema NOT LIKE 'pg\_%' AND schema <> 'information_schema'
        ORDER BY position
        LIMIT 1
    ) AS default_schema
