-- Sequences, each with the column that owns it.
-- https://www.postgresql.org/docs/current/catalog-pg-sequence.html
-- https://www.postgresql.org/docs/current/catalog-pg-depend.html
SELECT
    q.seqrelid::int8 AS relation,
    CASE WHEN q.seqtypid <> 'bigint'::regtype THEN format_type(q.seqtypid, NULL) END AS sequence_type,
    format_type(q.seqtypid, NULL) AS sequence_width,
    q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
    d.refobjid::int8 AS owner,
    coalesce(d.deptype = 'i', false) AS identity,
    a.attname AS column_name
FROM pg_sequence AS q
LEFT JOIN pg_depend AS d
    ON d.classid = 'pg_class'::regclass
    AND d.objid = q.seqrelid
    AND d.refclassid = 'pg_class'::regclass
    AND d.refobjsubid > 0
    AND d.deptype IN ('a', 'i')
LEFT JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE q.seqrelid = ANY ($1::oid[])
ORDER BY q.seqrelid
