-- Enum types, a row a label, in order.
-- https://www.postgresql.org/docs/current/catalog-pg-enum.html
SELECT
    t.oid::int8 AS oid,
    nullif(n.nspname, current_schema()) AS schema,
    t.typname AS name,
    e.enumlabel AS label,
    obj_description(t.oid, 'pg_type') AS comment
FROM pg_type AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_enum AS e ON e.enumtypid = t.oid
WHERE t.typtype = 'e'
    AND n.nspname NOT LIKE 'pg\_%'
    AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
    )
ORDER BY n.nspname, t.typname, e.enumsortorder
