-- The foreign keys, in the order in which the table's text has them: SQLite numbers them from the last to the first.
-- https://sqlite.org/pragma.html#pragma_foreign_key_list
SELECT t.name AS table_name, f.id, f."table" AS parent, f."from" AS child_column, f."to" AS parent_column, f.on_update, f.on_delete
FROM main.sqlite_master AS t CROSS JOIN pragma_foreign_key_list(t.name, 'main') AS f
WHERE t.type = 'table' AND t.rootpage > 0
ORDER BY t.rowid, f.id DESC, f.seq
