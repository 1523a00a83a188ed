-- Checks: https://mariadb.com/kb/en/information-schema-check_constraints-table/
SELECT table_name AS table_name,
       constraint_name AS constraint_name,
       check_clause AS check_clause,
       level AS level,
       'YES' AS enforced
FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE() /* of a portion */
ORDER BY table_name, level, constraint_name
