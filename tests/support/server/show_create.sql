-- One statement for each object of the database, which shows how to make it.
SELECT statement FROM (
    SELECT 1 AS kind, table_name AS name,
        CONCAT('SHOW CREATE ', IF(table_type LIKE '%VIEW', 'VIEW', 'TABLE'), ' `', REPLACE(table_name, '`', '``'), '`;') AS statement
    FROM information_schema.tables WHERE table_schema = DATABASE()
    UNION ALL
    SELECT 2, trigger_name, CONCAT('SHOW CREATE TRIGGER `', REPLACE(trigger_name, '`', '``'), '`;')
    FROM information_schema.triggers WHERE trigger_schema = DATABASE()
    UNION ALL
    SELECT 3, routine_name, CONCAT('SHOW CREATE ', routine_type, ' `', REPLACE(routine_name, '`', '``'), '`;')
    FROM information_schema.routines WHERE routine_schema = DATABASE() AND routine_type IN ('FUNCTION', 'PROCEDURE')
    UNION ALL
    SELECT 4, event_name, CONCAT('SHOW CREATE EVENT `', REPLACE(event_name, '`', '``'), '`;')
    FROM information_schema.events WHERE event_schema = DATABASE()
) AS objects ORDER BY kind, CAST(name AS BINARY);
