-- The downgrade of 1 revision, for SQLite: sqlite3 FILE < SCRIPT
-- It stops at the first error. Revisions before that one stay as they are then.

.bail on
.timeout 10000
PRAGMA foreign_keys = ON;
CREATE TEMP TABLE autogen_check (problem INTEGER);

-- Running downgrade aaaa -> <base>: It's "quoted" `so` \\ and; $$ %s – ü ?
BEGIN IMMEDIATE;
CREATE TEMP TRIGGER autogen_stop BEFORE INSERT ON autogen_check BEGIN
    SELECT RAISE(ABORT, 'a revision is half done: `autogen current` tells which') WHERE NEW.problem = 1;
    SELECT RAISE(ABORT, 'revision `aaaa` is not applied') WHERE NEW.problem = 2;
    SELECT RAISE(ABORT, 'a revision that requires `aaaa` must be undone first') WHERE NEW.problem = 3;
END;
INSERT INTO temp.autogen_check SELECT CASE
    WHEN EXISTS (SELECT 1 FROM main."autogen_version" WHERE state <> 'applied') THEN 1
    WHEN NOT EXISTS (SELECT 1 FROM main."autogen_version" WHERE revision = 'aaaa') THEN 2
    WHEN EXISTS (SELECT 1 FROM main."autogen_version" WHERE instr(',' || revises || ',', ',' || 'aaaa' || ',') > 0) THEN 3
END;
DROP TRIGGER temp.autogen_stop;
-- hazard: destroys every row of users
DROP TABLE users;
DELETE FROM "main"."autogen_version" WHERE "revision" = 'aaaa';
COMMIT;

DROP TABLE temp.autogen_check;
