-- What foreign keys do: https://dev.mysql.com/doc/refman/8.4/en/information-schema-referential-constraints-table.html
-- https://mariadb.com/kb/en/information-schema-referential_constraints-table/
-- Asked apart from the columns: MariaDB shows this part only to who may do more than SELECT.
SELECT table_name AS table_name,
       constraint_name AS constraint_name,
       update_rule AS update_rule,
       delete_rule AS delete_rule
FROM information_schema.referential_constraints
WHERE constraint_schema = DATABASE() /* of a portion */
ORDER BY table_name, constraint_name
