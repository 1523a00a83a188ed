-- The upgrade of 1 revision, for MySQL and MariaDB: mariadb --comments DATABASE < SCRIPT
-- It stops at the first error. Revisions before that one stay as they are then.

SET NAMES utf8mb4, autocommit = 1, SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION sql_quote_show_create = 1, SESSION time_zone = '+00:00', SESSION completion_type = 'NO_CHAIN', SESSION foreign_key_checks = 1, SESSION unique_checks = 1, SESSION sql_safe_updates = 0, SESSION sql_auto_is_null = 0, SESSION sql_select_limit = DEFAULT, SESSION lock_wait_timeout = 10, SESSION innodb_lock_wait_timeout = 10;

SET @autogen_problem = (SELECT CASE
    WHEN coalesce(GET_LOCK(CONCAT('autogen ', LEFT(SHA2(CONCAT(DATABASE(), '.', 'autogen_version'), 256), 40)), 10), 0) <> 1 THEN 'another process is running revisions of this database'
END);
SET SESSION sql_mode = coalesce(@autogen_problem, @@SESSION.sql_mode);

-- Running upgrade <base> -> aaaa: It's "quoted" `so` \\ and; $$ %s – ü ?
CREATE TABLE IF NOT EXISTS `autogen_version` ( `revision` varchar(255) NOT NULL PRIMARY KEY, `revises` longtext NOT NULL, `message` longtext NOT NULL, `checksum` varchar(255) NOT NULL, `downgrade` longtext NOT NULL, `state` varchar(255) NOT NULL, `applied_at` bigint NOT NULL, `format` int NOT NULL, `progress` bigint NOT NULL DEFAULT 0, `position` bigint NOT NULL AUTO_INCREMENT UNIQUE ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
START TRANSACTION;
SET @autogen_problem = (SELECT CASE
    WHEN EXISTS (SELECT 1 FROM `autogen_version` WHERE state <> 'applied') THEN 'a revision is half done: `autogen current` tells which'
    WHEN EXISTS (SELECT 1 FROM `autogen_version` WHERE revision = 'aaaa') THEN 'revision `aaaa` is applied already'
END);
SET SESSION sql_mode = coalesce(@autogen_problem, @@SESSION.sql_mode);
INSERT INTO `autogen_version` (`revision`, `revises`, `message`, `checksum`, `downgrade`, `state`, `applied_at`, `format`) VALUES ('aaaa', '', 'It\'s \"quoted\" `so` \\ and; $$ %s – ü ?', 'bb6fee52b1b067a2989677c81832d50c6ed606a5a624681d41a7b1a7aa73eb21', '-- autogen: downgrade\n-- hazard: destroys every row of users\nDROP TABLE users;\n', 'upgrading', UNIX_TIMESTAMP(), 1);
COMMIT;
UPDATE `autogen_version` SET `progress` = 1 WHERE `revision` = 'aaaa';
-- a comment; with 'an apostrophe
CREATE TABLE users (id integer PRIMARY KEY, name varchar(40) NOT NULL);
UPDATE `autogen_version` SET `progress` = 2 WHERE `revision` = 'aaaa';
DELIMITER //
INSERT INTO users VALUES (1, 'ann; bob -- no comment'), (2, 'it''s ? $1')
//
DELIMITER ;
START TRANSACTION;
UPDATE `autogen_version` SET `state` = 'applied' WHERE `revision` = 'aaaa';
COMMIT;

DO RELEASE_LOCK(CONCAT('autogen ', LEFT(SHA2(CONCAT(DATABASE(), '.', 'autogen_version'), 256), 40)));
