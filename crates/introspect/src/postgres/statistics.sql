-- Extended statistics.
-- https://www.postgresql.org/docs/current/catalog-pg-statistic-ext.html
SELECT
    s.stxrelid::int8 AS relation,
    nullif(n.nspname, current_schema()) AS schema,
    s.stxname AS name,
    pg_get_statisticsobjdef(s.oid) AS definition,
    -- From PostgreSQL 13 on; NULL instead of -1 from 17 on.
    nullif((to_jsonb(s) ->> 'stxstattarget')::integer, -1) AS target,
    obj_description(s.oid, 'pg_statistic_ext') AS comment,
    ARRAY(
        SELECT DISTINCT a.attname::text
        FROM pg_depend AS d
        JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
        WHERE d.classid = 'pg_statistic_ext'::regclass
            AND d.objid = s.oid
            AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = s.stxrelid
    ) AS uses
FROM pg_statistic_ext AS s
JOIN pg_namespace AS n ON n.oid = s.stxnamespace
WHERE s.stxrelid = ANY ($1::oid[])
ORDER BY s.stxrelid, n.nspname, s.stxname
