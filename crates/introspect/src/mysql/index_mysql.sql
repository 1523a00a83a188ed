-- Parts of indexes: https://dev.mysql.com/doc/refman/8.4/en/information-schema-statistics-table.html
SELECT table_name AS table_name,
       index_name AS index_name,
       CAST(non_unique AS CHAR) AS non_unique,
       column_name AS column_name,
       expression AS expression,
       collation AS collation,
       CAST(sub_part AS CHAR) AS sub_part,
       index_type AS index_type,
       index_comment AS index_comment,
       IF(is_visible = 'NO', 'INVISIBLE', '') AS hidden
FROM information_schema.statistics
WHERE table_schema = DATABASE()
ORDER BY table_name, index_name, seq_in_index
