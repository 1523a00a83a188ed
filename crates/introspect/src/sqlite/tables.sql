-- What kind each table and view is: https://sqlite.org/pragma.html#pragma_table_list
SELECT json_group_array(json_array(name, json_array(type, ncol, wr, strict))) AS found
FROM pragma_table_list
WHERE schema = 'main'
