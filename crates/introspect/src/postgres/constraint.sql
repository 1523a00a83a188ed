-- The constraints that are the table's own: not those that come with a parent, which goes before it.
-- https://www.postgresql.org/docs/current/catalog-pg-constraint.html
SELECT
    c.conrelid::int8 AS relation,
    c.conname AS name,
    c.contype::text AS kind,
    ARRAY(
        SELECT (SELECT a.attname::text FROM pg_attribute AS a WHERE a.attrelid = c.conrelid AND a.attnum = k.number)
        FROM unnest(c.conkey) WITH ORDINALITY AS k (number, position)
        WHERE k.number <> 0
        ORDER BY k.position
    ) AS columns,
    nullif(fn.nspname, current_schema()) AS references_schema,
    f.relname AS references,
    ARRAY(
        SELECT (SELECT a.attname::text FROM pg_attribute AS a WHERE a.attrelid = c.confrelid AND a.attnum = k.number)
        FROM unnest(c.confkey) WITH ORDINALITY AS k (number, position)
        ORDER BY k.position
    ) AS referenced_columns,
    c.confdeltype::text AS on_delete,
    c.confupdtype::text AS on_update,
    c.confmatchtype::text AS matching,
    c.condeferrable AS deferrable,
    c.condeferred AS deferred,
    pg_get_expr(c.conbin, c.conrelid) AS expression,
    -- From PostgreSQL 15 on: before, the name is that of `later`, which stands further out.
    coalesce((SELECT indnullsnotdistinct FROM (SELECT i.*) AS it), false) AS nulls_not_distinct,
    pg_get_constraintdef(c.oid) AS definition,
    coalesce(x.reloptions, '{}') AS options,
    about.description AS comment
FROM (SELECT false AS indnullsnotdistinct) AS later
CROSS JOIN pg_constraint AS c
LEFT JOIN pg_description AS about
    ON about.objoid = c.oid AND about.classoid = 'pg_constraint'::regclass AND about.objsubid = 0
LEFT JOIN pg_class AS f ON f.oid = c.confrelid
LEFT JOIN pg_namespace AS fn ON fn.oid = f.relnamespace
LEFT JOIN pg_index AS i ON i.indexrelid = c.conindid AND i.indrelid = c.conrelid
LEFT JOIN pg_class AS x ON x.oid = i.indexrelid AND c.contype IN ('p', 'u')
WHERE c.conrelid = ANY ($1::oid[])
    AND c.contype IN ('p', 'u', 'f', 'c', 'x')
    AND c.conparentid = 0
    AND c.conislocal
ORDER BY c.conrelid, c.conname
