//! What stands in the way is named.

use super::database::refused;
use crate::support::operations::{self as op, drop, retype};

const DATABASE: &str = "
CREATE TABLE p (id int PRIMARY KEY, code int, other int, made int AS (other + 1), UNIQUE KEY code (code),
    CONSTRAINT positive CHECK (other > 0 OR other = -1));
CREATE TABLE c (id int PRIMARY KEY, p int, note int, CONSTRAINT cp FOREIGN KEY (p) REFERENCES p (code));
CREATE VIEW v AS SELECT id, note FROM c;
CREATE VIEW w AS SELECT note AS n FROM v;
CREATE TABLE log (x int);
CREATE TRIGGER tr AFTER INSERT ON c FOR EACH ROW INSERT INTO log VALUES (NEW.note);
CREATE PROCEDURE proc() SELECT x FROM log;
";

#[tokio::test]
async fn what_stands_in_the_way_is_named() {
    let words = |refusal: autogen_diff::dialect::Refusal| refusal.to_string();
    for (refusal, expected) in [
        (
            refused(DATABASE, |s| vec![op::drop_table(s, "p")]).await,
            "cannot drop table `p`: the foreign key c(p) refers to it",
        ),
        (refused(DATABASE, |s| vec![op::drop_table(s, "c")]).await, "cannot drop table `c`: view `v` mentions it"),
        (
            refused(DATABASE, |s| vec![drop(s, "p", "code")]).await,
            "cannot drop `p.code`: the foreign key c(p) refers to it",
        ),
        (refused(DATABASE, |s| vec![drop(s, "c", "note")]).await, "cannot drop `c.note`: view `v` mentions it"),
        (
            refused(DATABASE, |_| vec![op::rename("c", "note", "notes")]).await,
            "cannot rename `c.note`: view `v` mentions it",
        ),
        (
            refused(DATABASE, |s| vec![drop(s, "p", "other")]).await,
            "cannot drop `p.other`: the check `positive` uses it: `other` > 0 or `other` = -1",
        ),
        (
            refused(DATABASE, |s| vec![op::drop_table(s, "log")]).await,
            "cannot drop table `log`: trigger `tr` on `c` mentions it",
        ),
        (refused(DATABASE, |s| vec![drop(s, "log", "x")]).await, "cannot drop `log.x`: procedure `proc` mentions it"),
        (
            refused(DATABASE, |s| vec![op::drop_index(s, "p", "code")]).await,
            "cannot leave `p` without an index over code: the foreign key c(p) refers to it",
        ),
        (
            refused(DATABASE, |s| vec![retype(s, "p", "code", autogen_schema::ColumnType::BigInteger)]).await,
            "cannot make the foreign key c(p): `p` is int, and `p.code` is bigint",
        ),
        (refused(DATABASE, |s| vec![drop(s, "p", "id")]).await, "cannot drop `p.id`: it is in the primary key"),
    ] {
        assert_eq!(words(refusal), expected);
    }
}
