//! Running revisions on PostgreSQL, MySQL and MariaDB.

use std::time::Duration;

use autogen_schema::Dialect;

use crate::revision_support::{PATIENCE, Project, Session};
use crate::support::Database;

mod connecting;
mod crash;
mod exclusion;
mod half_applied;
mod running;
mod session;

/// A database on a server, and a folder with revisions for it.
struct Server {
    database: Database,
    project: Project,
}

impl Server {
    fn new(dialect: Dialect, name: &str) -> Self {
        Self { database: Database::new(dialect, name), project: Project::new() }
    }

    async fn open(&self) -> Session {
        self.open_for(PATIENCE).await
    }

    async fn open_for(&self, patience: Duration) -> Session {
        Session::at(self.project.path(), &self.database.url(), patience).await
    }

    /// Names the tables of the database, but for the version table.
    fn tables(&self) -> Vec<String> {
        let here = if self.database.dialect() == Dialect::Mysql { "DATABASE()" } else { "'public'" };
        self.database.query(&format!(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = {here} AND table_name <> 'autogen_version' \
             ORDER BY table_name"
        ))
    }
}

const USERS: &str = "\
-- autogen: upgrade
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40) NOT NULL);
INSERT INTO users VALUES (1, 'ann; bob'), (2, 'it''s');
-- autogen: downgrade
DROP TABLE users;
";

const POSTS: &str = "\
-- autogen: upgrade
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));
INSERT INTO posts SELECT id, id FROM users;
-- autogen: downgrade
DROP TABLE posts;
";

const MAIL: &str = "\
-- autogen: upgrade
ALTER TABLE users ADD COLUMN mail varchar(80);
UPDATE users SET mail = 'x';
CREATE INDEX users_mail ON users (mail);
-- autogen: downgrade
ALTER TABLE users DROP COLUMN mail;
";

/// Three revisions that follow each other: `users`, `posts`, `mail`.
fn write_three(project: &Project) {
    project.write("users", "", USERS).write("posts", "users", POSTS).write("mail", "posts", MAIL);
}
