-- Which kinds of things there are at all, each under the name of the query that tells more: most databases have few of them, and to plan
-- a query takes the server longer than to find that there is nothing to ask for. Relations and columns tell by themselves what they have.
-- A new database has nothing in some catalogs: what never had a page holds no row, which is told without planning anything.
-- https://www.postgresql.org/docs/current/catalogs.html
-- What is made once a server has been started has identifiers from 16384 on. What is made in a schema depends on that, unless it is
-- one of the server's own (`pg_...`), which are not asked about: its catalog need not be looked into.
-- https://www.postgresql.org/docs/current/catalog-pg-depend.html
-- https://www.postgresql.org/docs/current/system-catalog-initial-data.html#SYSTEM-CATALOG-OID-ASSIGNMENT
WITH space AS MATERIALIZED (
    SELECT oid, nspname, nspacl FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
)
SELECT
    EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal) AS trigger,
    pg_relation_size('pg_policy') > 0 AS policy,
    EXISTS (SELECT FROM pg_rewrite WHERE rulename <> '_RETURN' AND ev_class >= 16384) AS rule,
    pg_relation_size('pg_statistic_ext') > 0 AS statistics,
    pg_relation_size('pg_publication_rel') > 0 AS publication,
    EXISTS (SELECT FROM pg_type WHERE oid >= 16384 AND typtype = 'e') AS enumeration,
    EXISTS (
        SELECT FROM pg_type WHERE oid >= 16384 AND (typtype IN ('d', 'r') OR (typtype = 'b' AND typelem = 0))
    ) AS user_type,
    EXISTS (SELECT FROM pg_proc WHERE oid >= 16384) AS function,
    EXISTS (SELECT FROM pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL)
    OR EXISTS (SELECT FROM pg_type WHERE oid >= 16384 AND typacl IS NOT NULL)
    OR EXISTS (SELECT FROM space WHERE nspname <> 'public' AND nspacl IS NOT NULL) AS grant,
    -- As `dependency.sql` asks.
    EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid IN (
                'pg_class'::regclass, 'pg_attrdef'::regclass, 'pg_rewrite'::regclass, 'pg_constraint'::regclass,
                'pg_type'::regclass, 'pg_proc'::regclass
            )
            AND d.objid >= 16384
            AND d.refobjid >= 16384
            AND (d.deptype = 'n' OR (d.deptype = 'a' AND d.refobjsubid = 0))
            AND NOT (
                d.classid = 'pg_constraint'::regclass
                AND d.objid IN (SELECT oid FROM pg_constraint WHERE contype = 'f')
            )
    ) AS dependency,
    EXISTS (SELECT FROM space WHERE nspname <> 'public')
    OR EXISTS (SELECT FROM pg_extension WHERE oid >= 16384)
    OR pg_relation_size('pg_foreign_data_wrapper') > 0
    OR pg_relation_size('pg_foreign_server') > 0
    OR EXISTS (
        SELECT FROM pg_depend
        WHERE classid IN (
                'pg_collation'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass,
                'pg_conversion'::regclass, 'pg_ts_config'::regclass, 'pg_ts_dict'::regclass, 'pg_ts_parser'::regclass,
                'pg_ts_template'::regclass
            )
            AND objid >= 16384
    )
    OR EXISTS (SELECT FROM pg_cast WHERE oid >= 16384)
    OR EXISTS (SELECT FROM pg_language WHERE oid >= 16384)
    OR pg_relation_size('pg_transform') > 0
    OR EXISTS (SELECT FROM pg_am WHERE oid >= 16384)
    OR pg_relation_size('pg_event_trigger') > 0
    OR pg_relation_size('pg_publication') > 0 AS other
