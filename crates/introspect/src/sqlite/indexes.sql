-- The parts of every index, those of constraints included: https://sqlite.org/pragma.html#pragma_index_xinfo
SELECT json_group_array(json_array(
    t.name, json_array(i.name, x.seqno, i."unique", i.origin, x.name, x."desc", x.coll)
)) AS found
FROM main.sqlite_master AS t
  CROSS JOIN pragma_index_list(t.name, 'main') AS i
  CROSS JOIN pragma_index_xinfo(i.name, 'main') AS x
WHERE t.type = 'table' AND t.rootpage > 0 AND x.key = 1
