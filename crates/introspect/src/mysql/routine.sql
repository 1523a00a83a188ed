-- Routines: https://dev.mysql.com/doc/refman/8.4/en/information-schema-routines-table.html
-- https://mariadb.com/kb/en/information-schema-routines-table/
SELECT routine_name AS routine_name,
       routine_type AS routine_type,
       routine_definition AS body,
       is_deterministic AS is_deterministic,
       sql_data_access AS sql_data_access,
       security_type AS security_type,
       routine_comment AS comment,
       definer AS definer,
       sql_mode AS sql_mode
FROM information_schema.routines
WHERE routine_schema = DATABASE()
ORDER BY routine_type, routine_name
