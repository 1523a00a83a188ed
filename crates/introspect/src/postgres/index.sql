-- The indexes that are no constraint's; not the parts of a partitioned index, which come with it.
-- https://www.postgresql.org/docs/current/catalog-pg-index.html
SELECT
    i.indexrelid::int8 AS oid,
    i.indrelid::int8 AS relation,
    c.relname AS name,
    i.indisunique AS is_unique,
    -- Whether it may be no more than columns in an order.
    i.indexprs IS NULL
    AND i.indpred IS NULL
    AND i.indnatts = i.indnkeyatts
    AND i.indisvalid
    -- From PostgreSQL 15 on: before, the name is that of `later`, which stands further out.
    AND NOT (SELECT indnullsnotdistinct FROM (SELECT i.*) AS it)
    AND c.reloptions IS NULL
    -- NULL instead of -1 from PostgreSQL 17 on.
    AND NOT EXISTS (
        SELECT FROM pg_attribute AS a
        WHERE a.attrelid = i.indexrelid AND a.attnum > 0 AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0)
    ) AS is_plain,
    -- Numbers with a blank between them.
    i.indkey::text AS numbers,
    i.indoption::text AS orders,
    i.indclass::text AS classes,
    i.indcollation::text AS collations
FROM (SELECT false AS indnullsnotdistinct) AS later
CROSS JOIN pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_class AS r ON r.oid = i.indrelid
-- What a new database holds has identifiers below 16384.
WHERE i.indrelid >= 16384
    AND r.relkind IN ('r', 'p', 'm')
    AND NOT c.relispartition
    AND NOT EXISTS (
        SELECT FROM pg_constraint AS s
        WHERE s.conindid = i.indexrelid AND s.conrelid = i.indrelid AND s.contype IN ('p', 'u', 'x')
    )
