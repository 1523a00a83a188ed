//! The help: one page that shows everything, and one for each command.

use crate::support::Sandbox;

const COMMANDS: &[&str] = &[
    "init",
    "adopt",
    "migrate",
    "revision",
    "edit",
    "merge",
    "rebase",
    "squash",
    "extend",
    "verify",
    "upgrade",
    "downgrade",
    "stamp",
    "backup",
    "repair",
    "check",
    "review",
    "current",
    "history",
    "heads",
    "branches",
    "show",
    "diff",
    "graph",
    "doctor",
    "list-templates",
    "completions",
    "man",
    "json-schema",
];

#[test]
fn the_first_page() {
    Sandbox::empty().run(&["--help"]).says(
        r#"
        exit 0
        --- stdout
        Alembic's autogenerate for SeaORM: change an entity, get a revision file that can be trusted

        Usage: autogen -m <MESSAGE>
               autogen <COMMAND> [OPTIONS]

        Start:
          init            Set up a project
          adopt           Take over a database that was there first

        Write revisions:
          migrate         Write a revision for what changed in the entities
          revision        Write an empty revision, to be filled by hand
          edit            Open a revision in an editor
          merge           Join several heads into one
          rebase          Move a revision that is not applied onto the head
          squash          Make one revision of several that follow each other
          extend          Make the revisions serve another dialect
          verify          Prove revisions: that they do what they say, both ways, and keep rows

        Run them:
          upgrade         Run the revisions that the database lacks
          downgrade       Undo revisions
          stamp           Record revisions as applied without running them
          backup          Write a backup of the database, and tell how it is brought back
          repair          Settle a revision that was left half done

        Look:
          check           Check that entities, revisions and database agree
          review          Tell reviewers what revisions do: Markdown for a pull request
          current         Show where the database stands
          history         List the revisions, the newest first
          heads           List the revisions that none follows
          branches        List the revisions that several others follow
          show            Show what is known of a revision
          diff            Compare two schemas, as the statements that make them
          graph           Draw the tables, or the revisions, for Markdown or Graphviz
          doctor          Look at a project: what is found of it, what can be reached, what is in the way
          list-templates  List the templates that a project can have

        Shell:
          completions     Print what makes a shell complete autogen's commands, options and values
          man             Print the manual page, or write one for each command
          json-schema     Print the JSON Schema of what a command writes with `--format json`

        Options:
          -C, --directory <DIR>     Run as if started in this folder
          -m, --message <MESSAGE>   What the revision is for
              --config <FILE>       Read this file instead of the nearest autogen.toml
              --database-url <URL>  Use this database, rather than that of `DATABASE_URL` or of autogen.toml
              --format <FORMAT>     Write results as text, json, short or github
              --color <WHEN>        Colour the output: auto, always or never
          -v, --verbose             Say more
          -q, --quiet               Say only results and problems
          -h, --help                Print help
          -V, --version             Print version

        Examples:
          autogen init                    set up a project
          autogen -m "Add phone number"   write a revision for what changed in the entities
          autogen upgrade                 run what the database lacks
          autogen downgrade -1            undo the last revision
          autogen check                   fail when entities, revisions and database disagree

        `autogen <COMMAND> --help` tells more about a command
    "#,
    );
}

#[test]
fn no_arguments_are_a_question() {
    let sandbox = Sandbox::empty();
    let asked = sandbox.run(&["--help"]);
    let outcome = sandbox.run(&[]);
    outcome.exits(2);
    assert_eq!((outcome.stderr, outcome.stdout), (asked.stdout, String::new()));
}

#[test]
fn every_command_is_on_the_first_page_and_has_its_own() {
    let sandbox = Sandbox::empty();
    let page = sandbox.run(&["--help"]).stdout;
    let completed = sandbox.run_with(&["--", "autogen", ""], &[("AUTOGEN_COMPLETE", "fish")]).stdout;
    let completed: Vec<&str> = completed.lines().filter_map(|line| line.split('\t').next()).collect();
    for command in COMMANDS {
        assert!(page.contains(&format!("\n  {command} ")), "{command} is not on the page");
        assert!(completed.contains(command), "{command} is not completed");
        let help = sandbox.run(&[command, "--help"]);
        help.exits(0);
        assert!(help.stdout.contains(&format!("Usage: autogen {command}")), "{help}");
    }
    let listed = completed.iter().filter(|word| !word.starts_with('-')).count();
    assert_eq!(listed, COMMANDS.len(), "a command is not in the list of this test");
}

#[test]
fn a_command_in_full() {
    Sandbox::empty().run(&["migrate", "--help"]).says(
        r"
        exit 0
        --- stdout
        Write a revision for what changed in the entities

        Compares the entities with what the revisions build, writes the upgrade and the downgrade into a new
        file, and proves on a scratch database that they do what they say: up, down, up. `autogen -m
        MESSAGE` is the same. Nothing is written when nothing changed.

        For SQLite the scratch database is in memory. For a server it is made beside the database that is
        named, when that is on this machine, or where `scratch_url` says. A database that is named must have
        every revision, so that nothing is written beside it.

        Usage: autogen migrate [OPTIONS] --message <MESSAGE>

        Options:
          -m, --message <MESSAGE>
                  What the revision is for

              --rev-id <ID>
                  Use this id instead of a random one

              --drop <NAME>...
                  Allow this drop although the entities could not be read completely (can be repeated)

              --forget <NAME>...
                  Stop managing this, which the revisions made and is gone (can be repeated)

              --rename <OLD=NEW>...
                  Take this for a rename rather than for a drop and something new (can be repeated):
                  `users.old=new`, `old_table=new_table`, `old_enum=new_enum`, or a label: `mood.sad=gloomy`

              --from <SOURCE>
                  What to start from: the history that the revisions build, or the connected database

                  Possible values:
                  - history:  What the revisions build on a scratch database
                  - database: What the connected database holds, for a history that cannot be built again

              --no-proof
                  Write it without running it down and up again on the scratch database

              --online
                  Write it so that others read and write while it runs (PostgreSQL)

              --dry-run
                  Print the file instead of writing it

                  [alias: --sql]

              --no-input
                  Never ask, even in a terminal

          -h, --help
                  Print help (see a summary with '-h')

        Values of existing rows:
              --fill <COLUMN=EXPR>...
                  Give a column that must not be NULL this value in rows that have none (can be repeated):
                  `users.nick=lower(name)`

              --using <COLUMN=EXPR>...
                  Convert a column to its new type by this (can be repeated): `users.age=nullif(age,
                  '')::integer`

              --using-back <COLUMN=EXPR>...
                  Convert it back by this in the downgrade (can be repeated)

        Place in the graph:
              --head <REV>
                  Revise this instead of the only head: an id, `LABEL@head`, or `base` for a new root

              --splice
                  Allow `--head` to be no head, and so start a new branch

              --branch-label <LABEL>
                  Name the branch that starts here

              --depends-on <REV>
                  Run only after this revision, or branch, which it does not revise (can be repeated)

              --version-path <FOLDER>
                  Write the file to this one of the `version_locations`

        Global options:
          -C, --directory <DIR>
                  Run as if started in this folder

              --config <FILE>
                  Read this file instead of the nearest autogen.toml

              --database-url <URL>
                  Use this database, rather than that of `DATABASE_URL` or of autogen.toml

              --format <FORMAT>
                  Write results as text, json, short or github

              --color <WHEN>
                  Colour the output: auto, always or never

          -v, --verbose
                  Say more

          -q, --quiet
                  Say only results and problems
    ",
    );
}

#[test]
fn mistakes() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["upgrad"]).says(
        r"
        exit 2
        --- stderr
        error: unrecognized subcommand 'upgrad'

          tip: some similar subcommands exist: 'downgrade', 'up', 'upgrade'

        Usage: autogen -m <MESSAGE>
               autogen <COMMAND> [OPTIONS]

        For more information, try '--help'.
    ",
    );
    sandbox.run(&["-q"]).says(
        r"
        exit 2
        --- stderr
        error: a command is missing, or `-m MESSAGE`

        Usage: autogen -m <MESSAGE>
               autogen <COMMAND> [OPTIONS]

        For more information, try '--help'.
    ",
    );
    sandbox.run(&["-m"]).says(
        r"
        exit 2
        --- stderr
        error: a value is required for '--message <MESSAGE>' but none was supplied

        For more information, try '--help'.
    ",
    );
    sandbox.run(&["-m", "x", "upgrade"]).says(
        r"
        exit 2
        --- stderr
        error: options of `migrate` cannot stand before a command; `-m MESSAGE` alone is `migrate -m MESSAGE`

        Usage: autogen -m <MESSAGE>
               autogen <COMMAND> [OPTIONS]

        For more information, try '--help'.
    ",
    );
    sandbox.run(&["--rev-id", "x"]).exits(2);
    sandbox.run(&["check", "--format", "xml"]).says(
        r"
        exit 2
        --- stderr
        error: invalid value 'xml' for '--format <FORMAT>'
          [possible values: text, json, short, github, mermaid, dot]

        For more information, try '--help'.
    ",
    );
}

#[test]
fn colour_is_asked_for_or_not_there() {
    let sandbox = Sandbox::upgraded();
    let escapes =
        |args: &[&str], variables: &[(&str, &str)]| sandbox.run_with(args, variables).stdout.contains('\u{1b}');
    assert!(!escapes(&["check"], &[]));
    assert!(escapes(&["check", "--color", "always"], &[]));
    assert!(!escapes(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!escapes(&["check"], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
}
