-- Views: https://dev.mysql.com/doc/refman/8.4/en/information-schema-views-table.html
-- The algorithm is known to SHOW CREATE VIEW alone.
SELECT table_name AS table_name,
       view_definition AS view_definition,
       check_option AS check_option,
       definer AS definer,
       security_type AS security_type,
       '' AS algorithm
FROM information_schema.views
WHERE table_schema = DATABASE()
ORDER BY table_name
