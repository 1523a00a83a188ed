-- Whatever has rows or columns: tables, views, sequences, composite types. What extensions made is marked, since others may refer to it.
-- https://www.postgresql.org/docs/current/catalog-pg-class.html
-- https://www.postgresql.org/docs/current/catalog-pg-inherits.html
-- https://www.postgresql.org/docs/current/catalog-pg-foreign-table.html
SELECT
    c.oid::int8 AS oid,
    nullif(n.nspname, current_schema()) AS schema,
    c.relname AS name,
    c.relkind::text AS kind,
    extension.member IS NOT NULL AS of_extension,
    c.relpersistence = 'u' AS unlogged,
    CASE WHEN c.relkind IN ('r', 'p', 'm') THEN (SELECT m.amname FROM pg_am AS m WHERE m.oid = c.relam) END AS method,
    CASE WHEN c.reltablespace <> 0 THEN (SELECT s.spcname FROM pg_tablespace AS s WHERE s.oid = c.reltablespace) END AS tablespace,
    c.reloptions AS options,
    CASE WHEN c.reltoastrelid <> 0 THEN (SELECT t.reloptions FROM pg_class AS t WHERE t.oid = c.reltoastrelid) END AS toast_options,
    CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
    CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
    pg_get_expr(c.relpartbound, c.oid) AS partition_bound,
    parent.oids AS parents,
    c.relrowsecurity AS row_security,
    c.relforcerowsecurity AS forced_row_security,
    c.relreplident::text AS replica_identity,
    CASE
        WHEN c.relreplident = 'i'
        THEN (
            SELECT x.relname FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
            WHERE i.indrelid = c.oid AND i.indisreplident
        )
    END AS replica_index,
    sorted.name AS cluster_index,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS query,
    CASE
        WHEN c.relkind = 'f'
        THEN (
            SELECT f.srvname FROM pg_foreign_table AS ft JOIN pg_foreign_server AS f ON f.oid = ft.ftserver WHERE ft.ftrelid = c.oid
        )
    END AS server,
    CASE WHEN c.relkind = 'f' THEN (SELECT ft.ftoptions FROM pg_foreign_table AS ft WHERE ft.ftrelid = c.oid) END AS server_options,
    c.relacl IS NOT NULL AS granted
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN (
    SELECT DISTINCT objid AS member FROM pg_depend
    WHERE refclassid = 'pg_extension'::regclass AND classid = 'pg_class'::regclass AND deptype = 'e'
) AS extension ON extension.member = c.oid
LEFT JOIN (
    SELECT inhrelid AS relation, array_agg(inhparent::int8 ORDER BY inhseqno) AS oids FROM pg_inherits GROUP BY inhrelid
) AS parent ON parent.relation = c.oid
LEFT JOIN (
    SELECT i.indrelid AS relation, x.relname AS name
    FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
    WHERE i.indisclustered
) AS sorted ON sorted.relation = c.oid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
    AND n.nspname NOT LIKE 'pg\_%'
    AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname
