-- Events: https://dev.mysql.com/doc/refman/8.4/en/information-schema-events-table.html
-- https://mariadb.com/kb/en/information-schema-events-table/
SELECT event_name AS event_name,
       event_definition AS body,
       CAST(execute_at AS CHAR) AS execute_at,
       interval_value AS interval_value,
       interval_field AS interval_field,
       CAST(starts AS CHAR) AS starts,
       CAST(ends AS CHAR) AS ends,
       status AS status,
       on_completion AS on_completion,
       event_comment AS comment,
       definer AS definer,
       sql_mode AS sql_mode
FROM information_schema.events
WHERE event_schema = DATABASE()
ORDER BY event_name
