-- What stands beside schemas' tables, types and functions: schemas, extensions, foreign servers, collations, publications, and kinds of which
-- no more than the name is told. What a new database holds has identifiers below 16384, but for what `public` is.
-- https://www.postgresql.org/docs/current/catalogs.html
-- https://www.postgresql.org/docs/current/functions-info.html
SELECT
    i.type AS kind,
    nullif(coalesce(cn.nspname, td.space), current_schema()) AS schema,
    coalesce(n.nspname, e.extname, w.fdwname, s.srvname, c.collname, p.pubname, td.name, i.identity) AS name,
    o.classid::regclass::text AS catalog,
    o.oid::int8 AS oid,
    obj_description(o.oid, o.classid::regclass::text) AS comment,
    -- Not a schema that the extension made for itself.
    CASE
        WHEN NOT EXISTS (
            SELECT FROM pg_depend AS d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = x.oid AND d.deptype = 'e'
        )
        THEN nullif(x.nspname, current_schema())
    END AS extension_schema,
    sw.fdwname AS wrapper,
    nullif(w.fdwhandler, 0)::regproc::text AS handler,
    nullif(w.fdwvalidator, 0)::regproc::text AS validator,
    s.srvtype AS server_type,
    s.srvversion AS server_version,
    coalesce(s.srvoptions, w.fdwoptions, '{}') AS options,
    c.collprovider::text AS provider,
    c.collcollate::text AS lc_collate,
    c.collctype::text AS lc_ctype,
    -- `colllocale` from PostgreSQL 17 on, `colliculocale` in 15 and 16.
    coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate::text) AS locale,
    c.collisdeterministic AS deterministic,
    -- One of whole schemas is told of by its name alone. The tables of any other hang on those.
    CASE
        WHEN NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.refclassid = 'pg_publication'::regclass
                AND d.refobjid = p.oid
                AND d.classid::regclass::text = 'pg_publication_namespace'
        )
        THEN concat_ws(
            ', ',
            CASE WHEN p.pubinsert THEN 'insert' END,
            CASE WHEN p.pubupdate THEN 'update' END,
            CASE WHEN p.pubdelete THEN 'delete' END,
            CASE WHEN p.pubtruncate THEN 'truncate' END
        )
    END AS publish,
    p.puballtables AS of_all_tables,
    -- From PostgreSQL 13 on.
    coalesce((to_jsonb(p) ->> 'pubviaroot')::boolean, false) AS via_root
FROM (
    SELECT 'pg_namespace'::regclass::oid AS classid, oid FROM pg_namespace
        WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public')
    UNION ALL SELECT 'pg_extension'::regclass, oid FROM pg_extension WHERE oid >= 16384
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
    UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation WHERE oid >= 16384
    UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator WHERE oid >= 16384
    UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass WHERE oid >= 16384
    UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily WHERE oid >= 16384
    UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast WHERE oid >= 16384
    UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion WHERE oid >= 16384
    UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language WHERE oid >= 16384
    UNION ALL SELECT 'pg_transform'::regclass, oid FROM pg_transform WHERE oid >= 16384
    UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_parser'::regclass, oid FROM pg_ts_parser WHERE oid >= 16384
    UNION ALL SELECT 'pg_ts_template'::regclass, oid FROM pg_ts_template WHERE oid >= 16384
    UNION ALL SELECT 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
    UNION ALL SELECT 'pg_publication'::regclass, oid FROM pg_publication
) AS o (classid, oid)
CROSS JOIN LATERAL pg_identify_object(o.classid, o.oid, 0) AS i
LEFT JOIN pg_namespace AS n ON o.classid = 'pg_namespace'::regclass AND n.oid = o.oid
LEFT JOIN pg_extension AS e ON o.classid = 'pg_extension'::regclass AND e.oid = o.oid
LEFT JOIN pg_namespace AS x ON x.oid = e.extnamespace
LEFT JOIN pg_foreign_server AS s ON o.classid = 'pg_foreign_server'::regclass AND s.oid = o.oid
LEFT JOIN pg_foreign_data_wrapper AS sw ON sw.oid = s.srvfdw
LEFT JOIN pg_foreign_data_wrapper AS w ON o.classid = 'pg_foreign_data_wrapper'::regclass AND w.oid = o.oid
LEFT JOIN pg_collation AS c ON o.classid = 'pg_collation'::regclass AND c.oid = o.oid
LEFT JOIN pg_namespace AS cn ON cn.oid = c.collnamespace
LEFT JOIN LATERAL (
    SELECT f.cfgname AS name, f.cfgnamespace::regnamespace::text AS space FROM pg_ts_config AS f
        WHERE o.classid = 'pg_ts_config'::regclass AND f.oid = o.oid
    UNION ALL SELECT f.dictname, f.dictnamespace::regnamespace::text FROM pg_ts_dict AS f
        WHERE o.classid = 'pg_ts_dict'::regclass AND f.oid = o.oid
) AS td ON true
LEFT JOIN pg_publication AS p ON o.classid = 'pg_publication'::regclass AND p.oid = o.oid
-- What somebody put beside the server's own is not the database's: `pg_dump` leaves it too.
WHERE coalesce(i.schema, '') NOT LIKE 'pg\_%'
    -- Not what an extension made, nor what comes with a range type.
    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = o.classid AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
ORDER BY i.type, i.identity
