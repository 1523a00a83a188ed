-- Types but enum types: domains, composite types, ranges, and base types, which only C can make.
-- https://www.postgresql.org/docs/current/catalog-pg-type.html
-- https://www.postgresql.org/docs/current/catalog-pg-range.html
SELECT
    t.oid::int8 AS oid,
    nullif(n.nspname, current_schema()) AS schema,
    t.typname AS name,
    t.typtype::text AS kind,
    t.typrelid::int8 AS relation,
    obj_description(t.oid, 'pg_type') AS comment,
    CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
    t.typnotnull AS not_null,
    pg_get_expr(t.typdefaultbin, 0) AS expression,
    nullif(cn.nspname, current_schema()) AS collation_schema,
    co.collname AS collation,
    ARRAY(SELECT c.conname::text FROM pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY c.conname) AS checks,
    ARRAY(
        SELECT pg_get_constraintdef(c.oid) FROM pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY c.conname
    ) AS check_definitions,
    ARRAY(
        SELECT coalesce(obj_description(c.oid, 'pg_constraint'), '')
        FROM pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY c.conname
    ) AS check_comments,
    format_type(r.rngsubtype, NULL) AS subtype,
    CASE WHEN NOT o.opcdefault
        THEN CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(op.nspname) || '.' END || quote_ident(o.opcname)
    END AS operator_class,
    nullif(r.rngcanonical, 0)::regproc::text AS canonical,
    nullif(r.rngsubdiff, 0)::regproc::text AS difference,
    -- From PostgreSQL 14 on.
    (to_jsonb(r) ->> 'rngmultitypid')::regtype::text AS multirange
FROM pg_type AS t
JOIN pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_range AS r ON r.rngtypid = t.oid
LEFT JOIN pg_type AS s ON s.oid = coalesce(r.rngsubtype, t.typbasetype)
LEFT JOIN pg_collation AS co ON co.oid = coalesce(r.rngcollation, t.typcollation) AND co.oid <> s.typcollation
LEFT JOIN pg_namespace AS cn ON cn.oid = co.collnamespace AND NOT pg_collation_is_visible(co.oid)
LEFT JOIN pg_opclass AS o ON o.oid = r.rngsubopc
LEFT JOIN pg_namespace AS op ON op.oid = o.opcnamespace
LEFT JOIN pg_class AS c ON c.oid = t.typrelid
WHERE n.nspname NOT LIKE 'pg\_%'
    AND n.nspname <> 'information_schema'
    AND (t.typtype IN ('d', 'r') OR c.relkind = 'c' OR (t.typtype = 'b' AND t.typelem = 0 AND t.typisdefined))
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
    )
ORDER BY n.nspname, t.typname
