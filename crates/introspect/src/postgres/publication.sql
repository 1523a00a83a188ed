-- The tables that publications name, with the columns and the rows that they are held to.
-- https://www.postgresql.org/docs/current/catalog-pg-publication-rel.html
-- https://www.postgresql.org/docs/current/view-pg-publication-tables.html
SELECT
    r.prrelid::int8 AS relation,
    p.pubname AS name,
    -- Lists of columns, and conditions, from PostgreSQL 15 on.
    ARRAY(
        SELECT a.attname::text
        FROM jsonb_array_elements_text(nullif(to_jsonb(r) -> 'prattrs', 'null')) WITH ORDINALITY AS k (number, position)
        JOIN pg_attribute AS a ON a.attrelid = r.prrelid AND a.attnum = k.number::smallint
        ORDER BY k.position
    ) AS columns,
    CASE
        WHEN to_jsonb(r) ->> 'prqual' IS NOT NULL
        THEN (
            SELECT to_jsonb(v) ->> 'rowfilter'
            FROM pg_publication_tables AS v
            WHERE v.pubname = p.pubname AND v.schemaname = n.nspname AND v.tablename = c.relname
        )
    END AS condition,
    ARRAY(
        SELECT DISTINCT a.attname::text
        FROM pg_depend AS d
        JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
        WHERE d.classid = 'pg_publication_rel'::regclass
            AND d.objid = r.oid
            AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = r.prrelid
    ) AS uses
FROM pg_publication_rel AS r
JOIN pg_publication AS p ON p.oid = r.prpubid
JOIN pg_class AS c ON c.oid = r.prrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE r.prrelid = ANY ($1::oid[])
ORDER BY r.prrelid, p.pubname
