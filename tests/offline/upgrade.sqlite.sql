-- The upgrade of 1 revision, for SQLite: sqlite3 FILE < SCRIPT
-- It stops at the first error. Revisions before that one stay as they are then.

.bail on
.timeout 10000
PRAGMA foreign_keys = ON;
CREATE TEMP TABLE autogen_check (problem INTEGER);

-- Running upgrade <base> -> aaaa: It's "quoted" `so` \\ and; $$ %s – ü ?
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS "main"."autogen_version" ( "revision" varchar NOT NULL PRIMARY KEY, "revises" text NOT NULL, "message" text NOT NULL, "checksum" varchar NOT NULL, "downgrade" text NOT NULL, "state" varchar NOT NULL, "applied_at" integer NOT NULL, "format" integer NOT NULL );
CREATE TEMP TRIGGER autogen_stop BEFORE INSERT ON autogen_check BEGIN
    SELECT RAISE(ABORT, 'a revision is half done: `autogen current` tells which') WHERE NEW.problem = 1;
    SELECT RAISE(ABORT, 'revision `aaaa` is applied already') WHERE NEW.problem = 2;
END;
INSERT INTO temp.autogen_check SELECT CASE
    WHEN EXISTS (SELECT 1 FROM main."autogen_version" WHERE state <> 'applied') THEN 1
    WHEN EXISTS (SELECT 1 FROM main."autogen_version" WHERE revision = 'aaaa') THEN 2
END;
DROP TRIGGER temp.autogen_stop;
-- a comment; with 'an apostrophe
CREATE TABLE users (id integer PRIMARY KEY, name varchar(40) NOT NULL);
INSERT INTO users VALUES (1, 'ann; bob -- no comment'), (2, 'it''s ? $1');
INSERT INTO "main"."autogen_version" ("revision", "revises", "message", "checksum", "downgrade", "state", "applied_at", "format") VALUES ('aaaa', '', 'It''s "quoted" `so` \ and; $$ %s – ü ?', 'bb6fee52b1b067a2989677c81832d50c6ed606a5a624681d41a7b1a7aa73eb21', '-- autogen: downgrade
-- hazard: destroys every row of users
DROP TABLE users;
', 'applied', CAST(strftime('%s', 'now') AS INTEGER), 1);
COMMIT;

DROP TABLE temp.autogen_check;
