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
    AND tuned.relation IS NULL AS is_plain,
    -- These count from 0, and a part of them from 1, as other lists do.
    (i.indkey::int2[])[:] AS numbers,
    (i.indoption::int2[])[:] AS orders,
    (i.indclass::oid[]::int8[])[:] AS classes,
    (i.indcollation::oid[]::int8[])[:] AS collations
FROM (SELECT false AS indnullsnotdistinct) AS later
CROSS JOIN pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
LEFT JOIN (
    -- NULL instead of -1 from PostgreSQL 17 on.
    SELECT DISTINCT attrelid AS relation FROM pg_attribute WHERE attnum > 0 AND (attoptions IS NOT NULL OR attstattarget >= 0)
) AS tuned ON tuned.relation = i.indexrelid
-- What a new database holds has identifiers below 16384.
WHERE i.indrelid >= 16384
    AND NOT c.relispartition
    AND NOT EXISTS (
        SELECT FROM pg_constraint AS s
        WHERE s.conindid = i.indexrelid AND s.conrelid = i.indrelid AND s.contype IN ('p', 'u', 'x')
    )
