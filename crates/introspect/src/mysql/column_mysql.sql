-- Columns: https://dev.mysql.com/doc/refman/8.4/en/information-schema-columns-table.html
SELECT table_name AS table_name,
       column_name AS column_name,
       data_type AS data_type,
       column_type AS column_type,
       is_nullable AS is_nullable,
       column_default AS column_default,
       extra AS extra,
       generation_expression AS generation_expression,
       collation_name AS collation_name,
       column_comment AS column_comment,
       CAST(srs_id AS CHAR) AS srs_id
FROM information_schema.columns
WHERE table_schema = DATABASE()
ORDER BY table_name, ordinal_position
