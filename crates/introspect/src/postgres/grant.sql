-- What is granted to others than the owner, and taken from PUBLIC of what it has by default.
-- https://www.postgresql.org/docs/current/ddl-priv.html
-- https://www.postgresql.org/docs/current/catalog-pg-init-privs.html
WITH lists AS (
    SELECT
        'pg_class' AS catalog, c.oid, NULL::name AS column_name, c.relacl AS list, c.relowner AS owner,
        acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS usual, c.relnamespace AS namespace
    FROM pg_class AS c
    WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'pg_class', c.oid, a.attname, a.attacl, c.relowner, NULL, c.relnamespace
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT 'pg_proc', p.oid, NULL, p.proacl, p.proowner, acldefault('f', p.proowner), p.pronamespace
    FROM pg_proc AS p WHERE p.proacl IS NOT NULL
    UNION ALL
    SELECT 'pg_type', t.oid, NULL, t.typacl, t.typowner, acldefault('T', t.typowner), t.typnamespace
    FROM pg_type AS t WHERE t.typacl IS NOT NULL
    UNION ALL
    SELECT
        'pg_namespace', n.oid, NULL, n.nspacl, n.nspowner,
        coalesce(
            (
                SELECT p.initprivs FROM pg_init_privs AS p
                WHERE p.classoid = 'pg_namespace'::regclass AND p.objoid = n.oid AND p.privtype = 'i'
            ),
            acldefault('n', n.nspowner)
        ),
        n.oid
    FROM pg_namespace AS n WHERE n.nspacl IS NOT NULL
),
given AS (
    SELECT l.catalog, l.oid, l.column_name, l.owner, g.grantee, g.privilege_type AS privilege, g.is_grantable AS grantable
    FROM lists AS l JOIN pg_namespace AS n ON n.oid = l.namespace CROSS JOIN LATERAL aclexplode(l.list) AS g
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
),
usual AS (
    SELECT l.catalog, l.oid, l.column_name, l.owner, g.grantee, g.privilege_type AS privilege, g.is_grantable AS grantable
    FROM lists AS l JOIN pg_namespace AS n ON n.oid = l.namespace CROSS JOIN LATERAL aclexplode(l.usual) AS g
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
),
differing AS (
    SELECT true AS granted, more.* FROM (SELECT * FROM given EXCEPT SELECT * FROM usual) AS more
    UNION ALL
    SELECT false, less.* FROM (SELECT * FROM usual EXCEPT SELECT * FROM given) AS less
)
SELECT
    d.catalog,
    d.oid::int8 AS oid,
    d.column_name,
    d.granted,
    d.grantable,
    CASE WHEN d.grantee <> 0 THEN pg_get_userbyid(d.grantee)::text END AS grantee,
    array_agg(d.privilege ORDER BY d.privilege) AS privileges
FROM differing AS d
WHERE d.grantee <> d.owner
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, d.granted, 6 NULLS FIRST, 3 NULLS FIRST, 5
