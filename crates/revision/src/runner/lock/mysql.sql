-- Who holds the named lock.
SELECT CAST(held.id AS SIGNED), CONVERT(p.user USING utf8mb4), NULL, CONVERT(p.host USING utf8mb4),
    CONCAT(CAST(DATE_SUB(UTC_TIMESTAMP(), INTERVAL p.time SECOND) AS CHAR), ' UTC')
FROM (SELECT IS_USED_LOCK(?) AS id) AS held LEFT JOIN information_schema.processlist AS p ON p.id = held.id
WHERE held.id IS NOT NULL
