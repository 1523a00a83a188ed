-- The parts of every index, those of constraints included: https://sqlite.org/pragma.html#pragma_index_xinfo
SELECT t.name AS table_name, i.name, i."unique", i.origin, x.name AS column_name, x."desc", x.coll
FROM main.sqlite_master AS t
  CROSS JOIN pragma_index_list(t.name, 'main') AS i
  CROSS JOIN pragma_index_xinfo(i.name, 'main') AS x
WHERE t.type = 'table' AND t.rootpage > 0 AND x.key = 1
ORDER BY t.rowid, i.name, x.seqno
