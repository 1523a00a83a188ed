-- Columns: https://mariadb.com/kb/en/information-schema-columns-table/
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
       NULL AS srs_id
FROM information_schema.columns
WHERE table_schema = DATABASE() /* of a portion */
ORDER BY table_name, ordinal_position
