-- Sequences, each with the column that owns it: `i` where it is an identity's, `a` where it is any other.
-- https://www.postgresql.org/docs/current/catalog-pg-sequence.html
-- https://www.postgresql.org/docs/current/catalog-pg-depend.html
SELECT
    q.seqrelid::int8 AS relation,
    q.seqtypid::int8 AS type_oid,
    format_type(q.seqtypid, NULL) AS type,
    q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
    -- What a default says that asks it.
    'nextval(' || quote_literal(q.seqrelid::regclass::text) || '::regclass)' AS next_value,
    d.refobjid::int8 AS owner,
    d.refobjsubid AS number,
    coalesce(d.deptype = 'i', false) AS identity
FROM pg_sequence AS q
LEFT JOIN pg_depend AS d
    ON d.classid = 'pg_class'::regclass
    AND d.objid = q.seqrelid
    AND d.refclassid = 'pg_class'::regclass
    AND d.refobjsubid > 0
    AND d.deptype IN ('a', 'i')
