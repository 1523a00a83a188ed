-- The columns, in order. What is the default of the type is NULL.
-- https://www.postgresql.org/docs/current/catalog-pg-attribute.html
-- https://www.postgresql.org/docs/current/catalog-pg-attrdef.html
-- https://www.postgresql.org/docs/current/catalog-pg-sequence.html
WITH expression AS MATERIALIZED (
    SELECT
        d.adrelid AS relation,
        d.adnum AS number,
        -- A default uses no column, and to name the table of one that has many columns takes the server long.
        pg_get_expr(d.adbin, CASE g.attgenerated WHEN '' THEN 0 ELSE d.adrelid END) AS text
    FROM pg_attrdef AS d
    JOIN pg_attribute AS g ON g.attrelid = d.adrelid AND g.attnum = d.adnum
    WHERE d.adrelid = ANY ($1::oid[])
)
SELECT
    a.attrelid::int8 AS relation,
    a.attname AS name,
    format_type(a.atttypid, a.atttypmod) AS type,
    -- One that may still hold NULL in rows from before it was set is none yet.
    NOT a.attnotnull OR coalesce(NOT nn.convalidated, false) AS nullable,
    nn.conname AS not_null,
    nn.connoinherit AS not_null_no_inherit,
    pg_get_constraintdef(nn.oid) AS not_null_definition,
    r.relispartition AS of_partition,
    a.attislocal AS local,
    d.text AS expression,
    a.attidentity::text AS identity,
    a.attgenerated::text AS generated,
    nullif(cn.nspname, current_schema()) AS collation_schema,
    co.collname AS collation,
    CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
    -- From PostgreSQL 14 on: before, the name is that of `later`, which stands further out.
    nullif((SELECT attcompression FROM (SELECT a.*) AS it)::text, '') AS compression,
    -- NULL instead of -1 from PostgreSQL 17 on.
    nullif(a.attstattarget, -1)::integer AS statistics,
    coalesce(a.attoptions, '{}') AS options,
    coalesce(a.attfdwoptions, '{}') AS server_options,
    o.description AS comment,
    nullif(sn.nspname, current_schema()) AS sequence_schema,
    s.relname AS sequence,
    s.relpersistence = 'u' AS unlogged,
    d.text = 'nextval(' || quote_literal(s.oid::regclass::text) || '::regclass)' AS serial,
    CASE WHEN q.seqtypid <> a.atttypid THEN format_type(q.seqtypid, NULL) END AS sequence_type,
    format_type(q.seqtypid, NULL) AS sequence_width,
    q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle
FROM (SELECT NULL::"char" AS attcompression) AS later
CROSS JOIN pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN expression AS d ON d.relation = a.attrelid AND d.number = a.attnum
LEFT JOIN pg_collation AS co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_namespace AS cn ON cn.oid = co.collnamespace AND NOT pg_collation_is_visible(co.oid)
LEFT JOIN pg_description AS o ON o.classoid = 'pg_class'::regclass AND o.objoid = a.attrelid AND o.objsubid = a.attnum
-- From PostgreSQL 18 on: a constraint whose name is not the usual one, or which is not an ordinary one.
LEFT JOIN pg_class AS r ON r.oid = a.attrelid
LEFT JOIN pg_constraint AS nn
    ON nn.conrelid = a.attrelid
    AND nn.contype = 'n'
    AND nn.conkey = ARRAY[a.attnum]
    AND nn.conislocal
    AND (nn.conname <> r.relname || '_' || a.attname || '_not_null' OR nn.connoinherit OR NOT nn.convalidated)
-- The sequence that the column owns: `i` is that of an identity, `a` any other. Of several it is the one that the default asks.
LEFT JOIN (
    SELECT DISTINCT ON (p.refobjid, p.refobjsubid) p.refobjid, p.refobjsubid, p.objid
    FROM pg_class AS owned
    JOIN pg_depend AS p
        ON p.classid = 'pg_class'::regclass
        AND p.objid = owned.oid
        AND p.refclassid = 'pg_class'::regclass
        AND p.refobjsubid > 0
        AND p.deptype IN ('a', 'i')
    LEFT JOIN expression AS asks
        ON asks.relation = p.refobjid
        AND asks.number = p.refobjsubid
        AND asks.text = 'nextval(' || quote_literal(owned.oid::regclass::text) || '::regclass)'
    WHERE owned.relkind = 'S'
    ORDER BY p.refobjid, p.refobjsubid, p.deptype = 'i' DESC, asks.text IS NOT NULL DESC, owned.relname
) AS owns ON owns.refobjid = a.attrelid AND owns.refobjsubid = a.attnum
LEFT JOIN pg_class AS s ON s.oid = owns.objid
LEFT JOIN pg_namespace AS sn ON sn.oid = s.relnamespace
LEFT JOIN pg_sequence AS q ON q.seqrelid = s.oid
WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
