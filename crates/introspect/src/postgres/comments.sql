-- What is said of relations, columns and constraints. That of a relation has the number 0.
-- https://www.postgresql.org/docs/current/catalog-pg-description.html
SELECT
    d.classoid::regclass::text AS catalog,
    d.objoid::int8 AS oid,
    d.objsubid AS number,
    d.description AS text
FROM pg_description AS d
-- What a new database holds has identifiers below 16384.
WHERE d.objoid >= 16384 AND d.classoid IN ('pg_class'::regclass, 'pg_constraint'::regclass)
