-- Row security policies.
-- https://www.postgresql.org/docs/current/catalog-pg-policy.html
SELECT
    p.polrelid::int8 AS relation,
    p.polname AS name,
    p.polcmd::text AS command,
    p.polpermissive AS permissive,
    -- 0 is PUBLIC.
    0 = ANY (p.polroles) AS public,
    ARRAY(SELECT pg_get_userbyid(r)::text FROM unnest(p.polroles) AS r WHERE r <> 0 ORDER BY 1) AS roles,
    pg_get_expr(p.polqual, p.polrelid) AS condition,
    pg_get_expr(p.polwithcheck, p.polrelid) AS new_condition,
    obj_description(p.oid, 'pg_policy') AS comment,
    ARRAY(
        SELECT DISTINCT a.attname::text
        FROM pg_depend AS d
        JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
        WHERE d.classid = 'pg_policy'::regclass
            AND d.objid = p.oid
            AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = p.polrelid
    ) AS uses
FROM pg_policy AS p
WHERE p.polrelid = ANY ($1::oid[])
ORDER BY p.polrelid, p.polname
