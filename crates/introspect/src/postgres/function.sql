-- Functions, procedures and aggregates; not those that come with a range type.
-- https://www.postgresql.org/docs/current/catalog-pg-proc.html
SELECT
    nullif(n.nspname, current_schema()) AS schema,
    p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
    p.prokind::text AS kind,
    p.oid::regprocedure::text AS signature,
    CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition,
    p.oid::int8 AS oid,
    obj_description(p.oid, 'pg_proc') AS comment
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname NOT LIKE 'pg\_%'
    AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i')
    )
ORDER BY n.nspname, 2
