-- Functions, procedures and aggregates; not those that come with a range type.
-- https://www.postgresql.org/docs/current/catalog-pg-proc.html
-- https://www.postgresql.org/docs/current/catalog-pg-aggregate.html
SELECT
    nullif(n.nspname, current_schema()) AS schema,
    p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
    p.prokind::text AS kind,
    p.oid::regprocedure::text AS signature,
    CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition,
    p.proname AS bare_name,
    pg_get_function_arguments(p.oid) AS arguments,
    -- What `CREATE AGGREGATE` says of an aggregate, but for its initial values; what is not said is NULL, and left out.
    array_to_string(
        ARRAY[
            'SFUNC = ' || a.aggtransfn,
            'STYPE = ' || format_type(a.aggtranstype, NULL),
            'SSPACE = ' || nullif(a.aggtransspace, 0),
            'FINALFUNC = ' || nullif(a.aggfinalfn::oid, 0)::regproc,
            CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
            CASE a.aggfinalmodify
                WHEN CASE a.aggkind WHEN 'n' THEN 'r'::"char" ELSE 'w' END THEN NULL
                WHEN 'r' THEN 'FINALFUNC_MODIFY = READ_ONLY'
                WHEN 's' THEN 'FINALFUNC_MODIFY = SHAREABLE'
                ELSE 'FINALFUNC_MODIFY = READ_WRITE'
            END,
            'COMBINEFUNC = ' || nullif(a.aggcombinefn::oid, 0)::regproc,
            'SERIALFUNC = ' || nullif(a.aggserialfn::oid, 0)::regproc,
            'DESERIALFUNC = ' || nullif(a.aggdeserialfn::oid, 0)::regproc,
            'MSFUNC = ' || nullif(a.aggmtransfn::oid, 0)::regproc,
            'MINVFUNC = ' || nullif(a.aggminvtransfn::oid, 0)::regproc,
            'MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), NULL),
            'MSSPACE = ' || nullif(a.aggmtransspace, 0),
            'MFINALFUNC = ' || nullif(a.aggmfinalfn::oid, 0)::regproc,
            CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
            CASE a.aggmfinalmodify
                WHEN CASE a.aggkind WHEN 'n' THEN 'r'::"char" ELSE 'w' END THEN NULL
                WHEN 'r' THEN 'MFINALFUNC_MODIFY = READ_ONLY'
                WHEN 's' THEN 'MFINALFUNC_MODIFY = SHAREABLE'
                ELSE 'MFINALFUNC_MODIFY = READ_WRITE'
            END,
            'SORTOP = OPERATOR(' || quote_ident(sn.nspname) || '.' || o.oprname || ')',
            CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
            CASE a.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END
        ],
        ', '
    ) AS aggregate,
    a.agginitval AS initial_value,
    a.aggminitval AS moving_initial_value,
    p.oid::int8 AS oid,
    obj_description(p.oid, 'pg_proc') AS comment
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
LEFT JOIN pg_aggregate AS a ON a.aggfnoid = p.oid
LEFT JOIN pg_operator AS o ON o.oid = a.aggsortop
LEFT JOIN pg_namespace AS sn ON sn.oid = o.oprnamespace
WHERE n.nspname NOT LIKE 'pg\_%'
    AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i')
    )
ORDER BY n.nspname, 2
