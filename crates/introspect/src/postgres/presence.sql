-- Which kinds of things there are at all, each under the name of the query that tells more: most databases have few of them, and to plan
-- a query takes the server longer than to find that there is nothing to ask for. Relations and columns tell by themselves what they have.
-- A new database has nothing in some catalogs: what never had a page holds no row, which is told without planning anything.
-- https://www.postgresql.org/docs/current/catalogs.html
WITH space AS MATERIALIZED (
    SELECT oid, nspname, nspacl FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
)
SELECT
    EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal) AS trigger,
    pg_relation_size('pg_policy') > 0 AS policy,
    EXISTS (SELECT FROM pg_rewrite WHERE rulename <> '_RETURN' AND ev_class >= 16384) AS rule,
    pg_relation_size('pg_statistic_ext') > 0 AS statistics,
    pg_relation_size('pg_publication_rel') > 0 AS publication,
    EXISTS (SELECT FROM pg_type WHERE typtype = 'e') AS enumeration,
    EXISTS (
        SELECT FROM pg_type AS t JOIN space ON space.oid = t.typnamespace
        WHERE t.typtype IN ('d', 'r') OR (t.typtype = 'b' AND t.typelem = 0)
    ) AS user_type,
    EXISTS (SELECT FROM pg_proc AS p JOIN space ON space.oid = p.pronamespace) AS function,
    EXISTS (SELECT FROM pg_proc AS p JOIN space ON space.oid = p.pronamespace WHERE p.proacl IS NOT NULL)
    OR EXISTS (SELECT FROM pg_type AS t JOIN space ON space.oid = t.typnamespace WHERE t.typacl IS NOT NULL)
    OR EXISTS (
        SELECT FROM space AS n
        WHERE n.nspacl IS DISTINCT FROM (
            SELECT p.initprivs FROM pg_init_privs AS p
            WHERE p.classoid = 'pg_namespace'::regclass AND p.objoid = n.oid AND p.privtype = 'i'
        )
    ) AS grant,
    EXISTS (SELECT FROM space WHERE nspname <> 'public')
    OR EXISTS (SELECT FROM pg_extension WHERE oid >= 16384)
    OR pg_relation_size('pg_foreign_data_wrapper') > 0
    OR pg_relation_size('pg_foreign_server') > 0
    OR EXISTS (SELECT FROM pg_collation WHERE oid >= 16384 AND collnamespace <> 'pg_catalog'::regnamespace)
    OR EXISTS (SELECT FROM pg_operator WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_opclass WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_opfamily WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_cast WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_conversion WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_language WHERE oid >= 16384)
    OR pg_relation_size('pg_transform') > 0
    OR EXISTS (SELECT FROM pg_am WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_config WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_dict WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_parser WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_template WHERE oid >= 16384)
    OR pg_relation_size('pg_event_trigger') > 0
    OR pg_relation_size('pg_publication') > 0 AS other
