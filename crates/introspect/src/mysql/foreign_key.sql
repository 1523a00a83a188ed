-- Columns of foreign keys: https://dev.mysql.com/doc/refman/8.4/en/information-schema-key-column-usage-table.html
-- https://mariadb.com/kb/en/information-schema-key_column_usage-table/
SELECT table_name AS table_name,
       constraint_name AS constraint_name,
       column_name AS column_name,
       referenced_table_schema AS referenced_table_schema,
       referenced_table_name AS referenced_table_name,
       referenced_column_name AS referenced_column_name
FROM information_schema.key_column_usage
WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL /* of a portion */
ORDER BY table_name, constraint_name, ordinal_position
