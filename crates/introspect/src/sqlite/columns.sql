-- The columns of ordinary tables, generated ones included: https://sqlite.org/pragma.html#pragma_table_xinfo
-- Views and virtual tables (rootpage 0) are left out: one that is broken would fail the whole query. A temporary table of
-- the same name would be described instead, were the schema not named.
SELECT json_group_array(json_array(
    t.name, json_array(c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden)
)) AS found
FROM main.sqlite_master AS t CROSS JOIN pragma_table_xinfo(t.name, 'main') AS c
WHERE t.type = 'table' AND t.rootpage > 0
