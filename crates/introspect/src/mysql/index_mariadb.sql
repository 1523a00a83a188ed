-- Parts of indexes: https://mariadb.com/kb/en/information-schema-statistics-table/
SELECT table_name AS table_name,
       index_name AS index_name,
       CAST(non_unique AS CHAR) AS non_unique,
       column_name AS column_name,
       NULL AS expression,
       collation AS collation,
       CAST(sub_part AS CHAR) AS sub_part,
       index_type AS index_type,
       index_comment AS index_comment,
       IF(ignored = 'YES', 'IGNORED', '') AS hidden
FROM information_schema.statistics
WHERE table_schema = DATABASE() /* of a portion */
ORDER BY table_name, index_name, seq_in_index
