-- Parameters of routines; of a function the first is what it returns:
-- https://dev.mysql.com/doc/refman/8.4/en/information-schema-parameters-table.html
-- https://mariadb.com/kb/en/information-schema-parameters-table/
SELECT specific_name AS routine_name,
       routine_type AS routine_type,
       CAST(ordinal_position AS CHAR) AS position,
       parameter_mode AS parameter_mode,
       parameter_name AS parameter_name,
       dtd_identifier AS data_type,
       collation_name AS collation_name
FROM information_schema.parameters
WHERE specific_schema = DATABASE()
ORDER BY specific_name, routine_type, ordinal_position
