-- What views select from, a row a column; NULL where a view counts on the whole.
-- https://www.postgresql.org/docs/current/catalog-pg-rewrite.html
-- https://www.postgresql.org/docs/current/catalog-pg-depend.html
SELECT DISTINCT
    r.ev_class::int8 AS relation,
    nullif(n.nspname, current_schema()) AS schema,
    c.relname AS name,
    a.attname AS column_name
FROM pg_rewrite AS r
JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
JOIN pg_class AS c ON c.oid = d.refobjid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
WHERE r.ev_class = ANY ($1::oid[])
    AND d.refobjid <> r.ev_class
    -- The rule that makes a relation a view; other rules on it are told by themselves.
    AND r.rulename = '_RETURN'
ORDER BY 1, 2, 3, 4
