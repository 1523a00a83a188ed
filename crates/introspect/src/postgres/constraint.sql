-- The constraints that are the table's own: not those that come with a parent, which goes before it.
-- https://www.postgresql.org/docs/current/catalog-pg-constraint.html
SELECT
    c.conrelid::int8 AS relation,
    c.oid::int8 AS oid,
    c.conname AS name,
    c.contype::text AS kind,
    c.conkey AS numbers,
    c.confrelid::int8 AS referred,
    c.confkey AS referred_numbers,
    c.confdeltype::text AS on_delete,
    c.confupdtype::text AS on_update,
    c.confmatchtype::text AS matching,
    c.condeferrable AS deferrable,
    c.condeferred AS deferred,
    pg_get_expr(c.conbin, c.conrelid) AS expression,
    -- From PostgreSQL 15 on: before, the name is that of `later`, which stands further out.
    coalesce((SELECT indnullsnotdistinct FROM (SELECT i.*) AS it), false) AS nulls_not_distinct,
    -- What is no more than its other columns tell has none.
    CASE
        WHEN c.contype IN ('p', 'u', 'f')
            AND c.convalidated
            AND NOT c.condeferrable
            AND i.indnatts = i.indnkeyatts
            AND c.confmatchtype IN (' ', 's')
            -- These can be of some columns alone.
            AND c.confdeltype NOT IN ('n', 'd')
            AND (c.contype <> 'f' OR pg_table_is_visible(c.confrelid))
            -- From PostgreSQL 18 on.
            AND NOT (SELECT conperiod FROM (SELECT c.*) AS it)
        THEN NULL
        ELSE pg_get_constraintdef(c.oid)
    END AS definition,
    CASE WHEN c.contype IN ('p', 'u') THEN (SELECT x.reloptions FROM pg_class AS x WHERE x.oid = c.conindid) END AS options
FROM (SELECT false AS indnullsnotdistinct, false AS conperiod) AS later
CROSS JOIN pg_constraint AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.conindid
-- What a new database holds has identifiers below 16384.
WHERE c.conrelid >= 16384
    AND c.contype IN ('p', 'u', 'f', 'c', 'x')
    AND c.conparentid = 0
    AND c.conislocal
