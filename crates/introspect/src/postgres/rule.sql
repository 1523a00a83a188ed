-- Rules but those that make a view a view.
-- https://www.postgresql.org/docs/current/catalog-pg-rewrite.html
SELECT
    r.ev_class::int8 AS relation,
    r.rulename AS name,
    r.ev_enabled::text AS enabled,
    pg_get_ruledef(r.oid, true) AS definition,
    obj_description(r.oid, 'pg_rewrite') AS comment,
    ARRAY(
        SELECT DISTINCT a.attname::text
        FROM pg_depend AS d
        JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
        WHERE d.classid = 'pg_rewrite'::regclass
            AND d.objid = r.oid
            AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = r.ev_class
    ) AS uses
FROM pg_rewrite AS r
WHERE r.ev_class = ANY ($1::oid[]) AND r.rulename <> '_RETURN'
ORDER BY r.ev_class, r.rulename
