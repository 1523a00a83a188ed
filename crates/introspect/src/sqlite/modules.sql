-- The modules that this connection knows: https://sqlite.org/pragma.html#pragma_module_list
SELECT json_group_array(name) AS found FROM pragma_module_list
