-- The foreign keys: https://sqlite.org/pragma.html#pragma_foreign_key_list
SELECT json_group_array(json_array(
    t.name, json_array(f.id, f.seq, f."table", f."from", f."to", f.on_update, f.on_delete)
)) AS found
FROM main.sqlite_master AS t CROSS JOIN pragma_foreign_key_list(t.name, 'main') AS f
WHERE t.type = 'table' AND t.rootpage > 0
