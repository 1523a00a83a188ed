-- What has to be there before something else can be made, both by name.
-- https://www.postgresql.org/docs/current/catalog-pg-depend.html
-- What a new database holds has identifiers below 16384.
WITH edge AS MATERIALIZED (
    SELECT d.classid, d.objid, d.refclassid, d.refobjid
    FROM pg_depend AS d
    WHERE d.classid IN (
            'pg_class'::regclass, 'pg_attrdef'::regclass, 'pg_rewrite'::regclass, 'pg_constraint'::regclass, 'pg_type'::regclass,
            'pg_proc'::regclass
        )
        AND d.objid >= 16384
        AND d.refobjid >= 16384
        -- Any other kind is of a part on its whole, as is one on a column that it is dropped along with.
        AND (d.deptype = 'n' OR (d.deptype = 'a' AND d.refobjsubid = 0))
        -- References are made when all tables are there, and may go round.
        AND NOT (
            d.classid = 'pg_constraint'::regclass
            AND d.objid IN (SELECT oid FROM pg_constraint WHERE contype = 'f')
        )
),
space AS (
    SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
),
everything AS (
    SELECT 'pg_class'::regclass::oid AS classid, c.oid, c.relnamespace AS namespace, c.relname::text AS name
    FROM pg_class AS c JOIN space ON space.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, t.typnamespace, t.typname
    FROM pg_type AS t JOIN space ON space.oid = t.typnamespace
    WHERE t.typtype IN ('d', 'e', 'r') OR (t.typtype = 'b' AND t.typelem = 0)
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, p.pronamespace, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
    FROM pg_proc AS p JOIN space ON space.oid = p.pronamespace
),
-- Not what an extension made, nor what comes with a range type.
named AS (
    SELECT e.*
    FROM everything AS e
    WHERE NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = e.classid
            AND d.objid = e.oid
            AND (d.deptype = 'e' OR d.deptype = 'i' AND e.classid = 'pg_proc'::regclass)
    )
),
-- What is part of something that has a name, and may be needed by others.
whole AS MATERIALIZED (
    SELECT classid, oid, classid AS whole_class, oid AS whole FROM named
    UNION ALL SELECT 'pg_constraint'::regclass, oid, 'pg_type'::regclass, contypid FROM pg_constraint WHERE contypid >= 16384
    UNION ALL SELECT 'pg_constraint'::regclass, oid, 'pg_class'::regclass, conrelid FROM pg_constraint WHERE conrelid >= 16384
    UNION ALL SELECT 'pg_type'::regclass, oid, 'pg_class'::regclass, typrelid FROM pg_type WHERE typrelid >= 16384
    UNION ALL
    SELECT
        'pg_type'::regclass, a.oid, CASE WHEN e.typrelid <> 0 THEN 'pg_class' ELSE 'pg_type' END::regclass,
        CASE WHEN e.typrelid <> 0 THEN e.typrelid ELSE e.oid END
    FROM pg_type AS a JOIN pg_type AS e ON e.typarray = a.oid
    WHERE a.oid >= 16384
),
-- What is part of it, and needs others.
part AS (
    SELECT classid, oid, whole_class, whole FROM whole
    UNION ALL SELECT 'pg_attrdef'::regclass, oid, 'pg_class'::regclass, adrelid FROM pg_attrdef
    UNION ALL SELECT 'pg_rewrite'::regclass, oid, 'pg_class'::regclass, ev_class FROM pg_rewrite WHERE rulename = '_RETURN'
    UNION ALL SELECT 'pg_class'::regclass, indexrelid, 'pg_class'::regclass, indrelid FROM pg_index
)
SELECT DISTINCT
    nullif(n.nspname, current_schema()) AS schema,
    w.name,
    nullif(nn.nspname, current_schema()) AS needed_schema,
    needed.name AS needed
FROM edge AS d
JOIN part AS p ON p.classid = d.classid AND p.oid = d.objid
JOIN named AS w ON w.classid = p.whole_class AND w.oid = p.whole
JOIN whole AS np ON np.classid = d.refclassid AND np.oid = d.refobjid
JOIN named AS needed ON needed.classid = np.whole_class AND needed.oid = np.whole
JOIN pg_namespace AS n ON n.oid = w.namespace
JOIN pg_namespace AS nn ON nn.oid = needed.namespace
-- A sequence is owned by a column, and yet has to be there first.
LEFT JOIN pg_class AS s ON s.oid = p.whole AND p.whole_class = 'pg_class'::regclass AND s.relkind = 'S'
WHERE s.oid IS NULL
    AND (p.whole_class, p.whole) <> (np.whole_class, np.whole)
