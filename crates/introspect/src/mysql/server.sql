-- Which server this is and how it is set: https://dev.mysql.com/doc/refman/8.4/en/information-functions.html
-- https://dev.mysql.com/doc/refman/8.4/en/information-schema-schemata-table.html
SELECT VERSION() AS version,
       DATABASE() AS database_name,
       CURRENT_USER() AS account,
       CURRENT_ROLE() AS role,
       @@sql_mode AS sql_mode,
       CAST(@@lower_case_table_names AS CHAR) AS lower_case_table_names,
       (SELECT default_collation_name FROM information_schema.schemata WHERE schema_name = DATABASE()) AS collation
