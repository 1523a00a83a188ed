-- Tables, views and sequences: https://dev.mysql.com/doc/refman/8.4/en/information-schema-tables-table.html
-- https://mariadb.com/kb/en/information-schema-tables-table/
-- No statistic is selected: MySQL caches them, and MariaDB opens tables for them. Temporary tables, which MariaDB 11.2 lists,
-- have a type of their own.
SELECT table_name AS table_name,
       table_type AS table_type,
       engine AS engine,
       table_collation AS table_collation,
       create_options AS create_options,
       table_comment AS table_comment
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE', 'VIEW') /* of a portion */
ORDER BY table_name
