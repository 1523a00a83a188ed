-- Checks: https://dev.mysql.com/doc/refman/8.4/en/information-schema-check-constraints-table.html
-- https://dev.mysql.com/doc/refman/8.4/en/information-schema-table-constraints-table.html
SELECT t.table_name AS table_name,
       c.constraint_name AS constraint_name,
       c.check_clause AS check_clause,
       'Table' AS level,
       t.enforced AS enforced
FROM information_schema.check_constraints AS c
JOIN information_schema.table_constraints AS t
  ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
WHERE c.constraint_schema = DATABASE() AND t.constraint_type = 'CHECK'
ORDER BY t.table_name, c.constraint_name
