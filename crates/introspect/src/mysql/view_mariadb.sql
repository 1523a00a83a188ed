-- Views: https://mariadb.com/kb/en/information-schema-views-table/
SELECT table_name AS table_name,
       view_definition AS view_definition,
       check_option AS check_option,
       definer AS definer,
       security_type AS security_type,
       algorithm AS algorithm
FROM information_schema.views
WHERE table_schema = DATABASE()
ORDER BY table_name
