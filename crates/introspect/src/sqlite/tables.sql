-- What kind each table and view is: https://sqlite.org/pragma.html#pragma_table_list
SELECT name, type, ncol, wr, strict
FROM pragma_table_list
WHERE schema = 'main'
