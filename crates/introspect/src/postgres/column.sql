-- The columns. What is the default of the type is NULL.
-- https://www.postgresql.org/docs/current/catalog-pg-attribute.html
-- https://www.postgresql.org/docs/current/catalog-pg-attrdef.html
SELECT
    a.attrelid::int8 AS relation,
    a.attnum AS number,
    a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    a.atttypid::int8 AS type_oid,
    NOT a.attnotnull AS nullable,
    a.attislocal AS local,
    -- A default uses no column, and to name the table of one that has many columns takes the server long.
    pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE a.attrelid END) AS expression,
    a.attidentity::text AS identity,
    a.attgenerated::text AS generated,
    a.attcollation::int8 AS collation_oid,
    CASE
        WHEN a.attcollation <> t.typcollation
        THEN (
            SELECT nullif(n.nspname, current_schema())
            FROM pg_collation AS c JOIN pg_namespace AS n ON n.oid = c.collnamespace
            WHERE c.oid = a.attcollation AND NOT pg_collation_is_visible(c.oid)
        )
    END AS collation_schema,
    CASE
        WHEN a.attcollation <> t.typcollation THEN (SELECT c.collname FROM pg_collation AS c WHERE c.oid = a.attcollation)
    END AS collation,
    CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
    -- From PostgreSQL 14 on: before, the name is that of `later`, which stands further out.
    nullif((SELECT attcompression FROM (SELECT a.*) AS it)::text, '') AS compression,
    -- NULL instead of -1 from PostgreSQL 17 on.
    nullif(a.attstattarget, -1)::integer AS statistics,
    a.attoptions AS options,
    a.attfdwoptions AS server_options,
    a.attacl IS NOT NULL AS granted
FROM (SELECT NULL::"char" AS attcompression) AS later
CROSS JOIN pg_class AS r
JOIN pg_attribute AS a ON a.attrelid = r.oid
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
-- What a new database holds has identifiers below 16384.
WHERE r.oid >= 16384
    AND r.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
    AND a.attnum > 0
    AND NOT a.attisdropped
