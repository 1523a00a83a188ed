-- From PostgreSQL 18 on: the NOT NULL constraints whose name is not the usual one, or which are not ordinary ones.
-- https://www.postgresql.org/docs/current/catalog-pg-constraint.html
SELECT
    c.conrelid::int8 AS relation,
    a.attnum AS number,
    c.conname AS name,
    c.connoinherit AS no_inherit,
    c.convalidated AS validated,
    pg_get_constraintdef(c.oid) AS definition
FROM pg_constraint AS c
JOIN pg_class AS r ON r.oid = c.conrelid
JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND ARRAY[a.attnum] = c.conkey
WHERE c.conrelid = ANY ($1::oid[])
    AND c.contype = 'n'
    AND c.conislocal
    AND (c.conname <> r.relname || '_' || a.attname || '_not_null' OR c.connoinherit OR NOT c.convalidated)
