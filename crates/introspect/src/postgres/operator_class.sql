-- The operator classes that are the default of a type for the usual method.
-- https://www.postgresql.org/docs/current/catalog-pg-opclass.html
SELECT o.oid::int8 AS oid, o.opcintype::int8 AS type_oid
FROM pg_opclass AS o
JOIN pg_am AS m ON m.oid = o.opcmethod
WHERE m.amname = 'btree' AND o.opcdefault
