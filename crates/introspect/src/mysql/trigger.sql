-- Triggers, in the order in which they fire: https://dev.mysql.com/doc/refman/8.4/en/information-schema-triggers-table.html
-- https://mariadb.com/kb/en/information-schema-triggers-table/
SELECT event_object_table AS table_name,
       trigger_name AS trigger_name,
       event_manipulation AS event,
       action_timing AS timing,
       action_statement AS body,
       definer AS definer,
       sql_mode AS sql_mode
FROM information_schema.triggers
WHERE trigger_schema = DATABASE()
ORDER BY event_object_table, action_timing, event_manipulation, action_order
