-- Everything of indexes that are more than columns in an order, a row a column.
-- https://www.postgresql.org/docs/current/catalog-pg-index.html
-- https://www.postgresql.org/docs/current/catalog-pg-opclass.html
SELECT
    i.indrelid::int8 AS relation,
    c.relname AS name,
    i.indisunique AS is_unique,
    i.indisvalid AS is_valid,
    nullif(m.amname, 'btree') AS method,
    pg_get_expr(i.indpred, i.indrelid) AS predicate,
    -- From PostgreSQL 15 on: before, the name is that of `later`, which stands further out.
    (SELECT indnullsnotdistinct FROM (SELECT i.*) AS it) AS nulls_not_distinct,
    pg_get_indexdef(i.indexrelid) AS definition,
    i.indexrelid::int8 AS oid,
    n.nspname = current_schema() AS in_default_schema,
    k.position > i.indnkeyatts AS included,
    col.attname AS column_name,
    CASE WHEN col.attnum IS NULL THEN pg_get_indexdef(i.indexrelid, k.position, false) END AS expression,
    coalesce(i.indoption[k.position - 1] & 1 = 1, false) AS descending,
    coalesce(i.indoption[k.position - 1] & 2 = 2, false) AS nulls_first,
    nullif(cn.nspname, current_schema()) AS collation_schema,
    co.collname AS collation,
    CASE
        WHEN NOT o.opcdefault OR array_length(part.attoptions, 1) > 0 OR usual.oid <> o.oid
        THEN CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(op.nspname) || '.' END || quote_ident(o.opcname)
    END AS operator_class,
    coalesce(part.attoptions, '{}') AS operator_class_options,
    k.position::integer AS position,
    -- NULL from PostgreSQL 17 on, where nothing is set.
    nullif(part.attstattarget::integer, -1) AS statistics
FROM (SELECT false AS indnullsnotdistinct) AS later
CROSS JOIN pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_am AS m ON m.oid = c.relam
CROSS JOIN LATERAL generate_series(1, i.indnatts::integer) AS k (position)
JOIN pg_attribute AS part ON part.attrelid = i.indexrelid AND part.attnum = k.position
LEFT JOIN pg_attribute AS col ON col.attrelid = i.indrelid AND col.attnum = i.indkey[k.position - 1] AND col.attnum <> 0
LEFT JOIN pg_collation AS co
    ON co.oid = i.indcollation[k.position - 1]
    AND CASE
        -- What an expression has by itself only the server knows: it writes what differs from that.
        WHEN col.attnum IS NULL THEN strpos(
            pg_get_indexdef(i.indexrelid),
            pg_get_indexdef(i.indexrelid, k.position, false) || ' COLLATE '
        ) > 0
        ELSE co.oid <> col.attcollation
    END
LEFT JOIN pg_namespace AS cn ON cn.oid = co.collnamespace AND NOT pg_collation_is_visible(co.oid)
LEFT JOIN pg_opclass AS o ON o.oid = i.indclass[k.position - 1]
LEFT JOIN pg_namespace AS op ON op.oid = o.opcnamespace
-- A type has one default for a method, or that of a type that it can be taken for.
LEFT JOIN pg_opclass AS usual ON usual.opcmethod = o.opcmethod AND usual.opcdefault AND usual.opcintype = col.atttypid
WHERE i.indexrelid = ANY ($1::oid[])
ORDER BY i.indexrelid, k.position
