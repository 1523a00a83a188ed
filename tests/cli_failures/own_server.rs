//! What only a server of one's own can be put through: it stops, is crowded, and has no room.

use std::process::Child;
use std::time::Duration;

use crate::support::{Cluster, Sandbox};

fn project(server: &Cluster, statement: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let config = "entities = [\"src\"]\ndirectory = \"migrations\"\ndialects = [\"postgres\"]\n";
    sandbox.write("autogen.toml", format!("{config}database_url = \"{}\"\n", server.url("postgres")));
    sandbox.revision(
        "aaaa",
        "",
        "-- autogen: upgrade\nCREATE TABLE a (a int);\n-- autogen: downgrade\nDROP TABLE a;\n",
    );
    let sections = format!("-- autogen: upgrade\nINSERT INTO a VALUES (1);\n{statement};\n-- autogen: downgrade\n");
    sandbox.revision("bbbb", "aaaa", &sections);
    sandbox.run(&["upgrade", "aaaa"]).exits(0);
    sandbox
}

fn sleepers(server: &Cluster) -> usize {
    let sleepers = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(%' AND pid <> pg_backend_pid()";
    server.query("postgres", sleepers).parse().unwrap()
}

#[test]
fn a_server_that_stops_in_the_middle() {
    let mut server = Cluster::new();
    let sandbox = project(&server, "SELECT pg_sleep(600)");
    let child = sandbox.start(&["upgrade"]);
    while sleepers(&server) == 0 {
        std::thread::sleep(Duration::from_millis(20));
    }
    server.stop();
    let outcome = sandbox.wait(child);
    outcome.exits(2).complains("the upgrade of `bbbb` failed: ").complains("migrations/versions/bbbb.sql:9:1");
    sandbox
        .run(&["upgrade"])
        .exits(2)
        .complains("there is no postgres server at `/")
        .complains("check that the server runs");
    server.restart();
    assert_eq!(server.query("postgres", "SELECT revision FROM autogen_version"), "aaaa");
    assert_eq!(server.query("postgres", "SELECT count(*) FROM a"), "0");
    sandbox.edit("migrations/versions/bbbb.sql", "SELECT pg_sleep(600)", "SELECT 1");
    sandbox.run(&["upgrade"]).exits(0);
    assert_eq!(server.query("postgres", "SELECT a FROM a"), "1");
}

#[test]
fn a_server_that_is_crowded() {
    let settings = ["max_connections=3", "superuser_reserved_connections=0", "max_wal_senders=0"];
    let server = Cluster::with(&settings);
    let sandbox = project(&server, "SELECT 1");
    let hold = |_| server.psql("postgres", "SELECT pg_sleep(600)").spawn().unwrap();
    let mut crowd: Vec<Child> = (0..2).map(hold).collect();
    while sleepers(&server) < 2 {
        std::thread::sleep(Duration::from_millis(20));
    }
    crowd.push(hold(2));
    std::thread::sleep(Duration::from_millis(500));
    let outcome = sandbox.run(&["upgrade"]);
    for mut one in crowd {
        one.kill().unwrap();
        one.wait().unwrap();
    }
    outcome.exits(2).complains("takes no connection now: sorry, too many clients already");
}

#[test]
fn a_server_without_room() {
    let server = Cluster::on_disk(100 * 1024);
    let fill = "CREATE UNLOGGED TABLE b AS SELECT i, md5(i::text) || md5((i + 1)::text) AS t FROM generate_series(1, 2000000) AS i";
    let sandbox = project(&server, fill);
    let outcome = sandbox.run(&["upgrade"]);
    outcome.exits(2).complains("could not extend file").complains("make room on the disk, then try again");
    outcome.complains("nothing of the revision stays in the database");
    assert_eq!(server.query("postgres", "SELECT count(*) FROM a"), "0");
    assert_eq!(server.query("postgres", "SELECT revision FROM autogen_version"), "aaaa");
    sandbox.edit("migrations/versions/bbbb.sql", "2000000", "20");
    sandbox.run(&["upgrade"]).exits(0);
}
