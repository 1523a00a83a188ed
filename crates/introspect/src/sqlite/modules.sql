-- The modules that this connection knows: https://sqlite.org/pragma.html#pragma_module_list
SELECT name FROM pragma_module_list
