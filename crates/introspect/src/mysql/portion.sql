-- What MariaDB would open, and how much of it stays open: https://mariadb.com/kb/en/server-system-variables/#table_open_cache
-- Names alone are told from the folder of the database.
SELECT table_name AS table_name,
       CAST(@@table_open_cache AS CHAR) AS open_tables
FROM information_schema.tables
WHERE table_schema = DATABASE()
ORDER BY table_name
