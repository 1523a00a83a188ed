-- Whatever has rows or columns: tables, views, sequences, composite types. What extensions made is marked, since others may refer to it.
-- https://www.postgresql.org/docs/current/catalog-pg-class.html
-- https://www.postgresql.org/docs/current/catalog-pg-inherits.html
-- https://www.postgresql.org/docs/current/catalog-pg-foreign-table.html
SELECT
    c.oid::int8 AS oid,
    nullif(n.nspname, current_schema()) AS schema,
    c.relname AS name,
    c.relkind::text AS kind,
    EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    ) AS of_extension,
    c.relpersistence = 'u' AS unlogged,
    m.amname AS method,
    s.spcname AS tablespace,
    coalesce(c.reloptions, '{}') AS options,
    coalesce(t.reloptions, '{}') AS toast_options,
    CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
    pg_get_partkeydef(c.oid) AS partition_key,
    pg_get_expr(c.relpartbound, c.oid) AS partition_bound,
    ARRAY(SELECT i.inhparent::int8 FROM pg_inherits AS i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parents,
    c.relrowsecurity AS row_security,
    c.relforcerowsecurity AS forced_row_security,
    c.relreplident::text AS replica_identity,
    (
        SELECT x.relname FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident
    ) AS replica_index,
    (
        SELECT x.relname FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisclustered
    ) AS cluster_index,
    about.description AS comment,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS query,
    f.srvname AS server,
    ARRAY(SELECT o FROM unnest(ft.ftoptions) AS o) AS server_options
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_description AS about ON about.objoid = c.oid AND about.classoid = 'pg_class'::regclass AND about.objsubid = 0
LEFT JOIN pg_am AS m ON m.oid = c.relam AND m.amtype = 't'
LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
LEFT JOIN pg_class AS t ON t.oid = c.reltoastrelid
LEFT JOIN pg_foreign_table AS ft ON ft.ftrelid = c.oid
LEFT JOIN pg_foreign_server AS f ON f.oid = ft.ftserver
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
    AND n.nspname NOT LIKE 'pg\_%'
    AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname
