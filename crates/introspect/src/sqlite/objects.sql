-- Everything that a statement made, by name; triggers in the order in which they were made. Names that start with
-- `sqlite_` are SQLite's own: https://sqlite.org/fileformat2.html#intschema
SELECT type, name, tbl_name, sql
FROM main.sqlite_master
WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY CASE type WHEN 'trigger' THEN rowid END, name
