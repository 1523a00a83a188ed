-- Partitions: https://dev.mysql.com/doc/refman/8.4/en/information-schema-partitions-table.html
-- https://mariadb.com/kb/en/information-schema-partitions-table/
SELECT table_name AS table_name,
       partition_name AS partition_name,
       subpartition_name AS subpartition_name,
       partition_method AS partition_method,
       subpartition_method AS subpartition_method,
       partition_expression AS partition_expression,
       subpartition_expression AS subpartition_expression,
       partition_description AS partition_description,
       partition_comment AS partition_comment
FROM information_schema.partitions
WHERE table_schema = DATABASE() AND partition_name IS NOT NULL
ORDER BY table_name, partition_ordinal_position, subpartition_ordinal_position
