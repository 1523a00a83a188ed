-- Everything that a statement made. Names that start with `sqlite_` are SQLite's own: https://sqlite.org/fileformat2.html#intschema
SELECT json_group_array(json_array(rowid, type, name, tbl_name, sql)) AS found
FROM main.sqlite_master
WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'
