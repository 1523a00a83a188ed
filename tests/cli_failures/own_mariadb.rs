//! What only a MariaDB of one's own can be put through: it stops, and has no room. Statements commit there one by one, so that what is
//! half done is told, and goes on.

use std::thread::sleep;
use std::time::Duration;

use crate::support::{OwnMariadb, Sandbox};

fn project(server: &OwnMariadb, statement: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let config = "entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"mysql\"]\n";
    sandbox.write("autogen.toml", format!("{config}database_url = \"{}\"\n", server.url()));
    sandbox.revision(
        "aaaa",
        "",
        "-- autogen: upgrade\nCREATE TABLE a (a int);\n-- autogen: downgrade\nDROP TABLE a;\n",
    );
    let sections = format!(
        "-- autogen: upgrade\nINSERT INTO a VALUES (1);\n{statement};\nINSERT INTO a VALUES (2);\n-- autogen: downgrade\n"
    );
    sandbox.revision("bbbb", "aaaa", &sections);
    sandbox.run(&["upgrade", "aaaa"]).exits(0);
    sandbox
}

#[test]
fn a_mariadb_that_stops_in_the_middle() {
    let mut server = OwnMariadb::new();
    let sandbox = project(&server, "DO SLEEP(600)");
    let child = sandbox.start(&["upgrade"]);
    while server.query("SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'DO SLEEP%'") == "0" {
        sleep(Duration::from_millis(20));
    }
    server.stop();
    let outcome = sandbox.wait(child);
    outcome.exits(2).complains("the upgrade of `bbbb` failed: ").complains("migrations/versions/bbbb.sql:9:1");
    let away = sandbox.run(&["upgrade"]);
    away.exits(2).complains("there is no mysql server at 127.0.0.1:").complains("check that the server runs");
    server.restart();
    assert_eq!(server.query("SELECT a FROM a"), "1");
    sandbox.run(&["upgrade"]).exits(2).complains("was interrupted at its statement 2, line 9: `DO SLEEP(600)`");
    sandbox.run(&["repair"]).exits(1).complains("of its 3 statements, 1 ran");
    sandbox.run(&["repair", "--ran"]).exits(0);
    assert_eq!(server.query("SELECT a FROM a ORDER BY a"), "1\n2");
    assert_eq!(
        server.query("SELECT revision, state FROM autogen_version ORDER BY position"),
        "aaaa\tapplied\nbbbb\tapplied"
    );
}

#[test]
fn a_mariadb_without_room() {
    let server = OwnMariadb::on_disk(220 * 1024);
    let fill = "CREATE TABLE b AS SELECT seq, repeat(md5(seq), 20) AS t FROM seq_1_to_2000000";
    let sandbox = project(&server, fill);
    let outcome = sandbox.run(&["upgrade"]);
    // It may be the table that has no room, or a temporary file.
    outcome.exits(2).complains("make room on the disk, then try again").complains("it goes on here");
    assert_eq!(server.query("SELECT a FROM a"), "1");
    assert_eq!(server.query("SHOW TABLES"), "a\nautogen_version");
    sandbox.edit("migrations/versions/bbbb.sql", "2000000", "20");
    sandbox.run(&["upgrade"]).exits(0);
    assert_eq!(server.query("SELECT a FROM a ORDER BY a"), "1\n2");
    assert_eq!(server.query("SELECT count(*) FROM b"), "20");
}
