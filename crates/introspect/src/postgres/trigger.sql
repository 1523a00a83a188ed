-- The triggers that were made on the table itself, in the order in which they fire.
-- https://www.postgresql.org/docs/current/catalog-pg-trigger.html
SELECT
    t.tgrelid::int8 AS relation,
    t.tgname AS name,
    t.tgenabled::text AS enabled,
    pg_get_triggerdef(t.oid, true) AS definition,
    obj_description(t.oid, 'pg_trigger') AS comment,
    ARRAY(
        SELECT DISTINCT a.attname::text
        FROM pg_depend AS d
        JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_trigger'::regclass
            AND d.objid = t.oid
            AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = t.tgrelid
            AND d.refobjsubid > 0
    ) AS uses
FROM pg_trigger AS t
WHERE t.tgrelid = ANY ($1::oid[])
    AND NOT t.tgisinternal
    -- From PostgreSQL 13 on; before, what comes with a parent is internal.
    AND coalesce(to_jsonb(t) ->> 'tgparentid', '0') = '0'
ORDER BY t.tgrelid, t.tgname
