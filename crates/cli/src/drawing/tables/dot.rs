//! Tables for Graphviz: each is a table of HTML, and a foreign key goes from a row to a row.

use std::fmt::Write as _;

use super::{Field, Line, Picture, TableBox};
use crate::drawing::escape;

const HEAD: &str = "digraph schema {\n    rankdir=LR;\n    node [shape=plaintext];\n    edge [dir=both];\n";

/// Writes the picture.
pub(super) fn write(picture: &Picture) -> String {
    let mut text = String::from(HEAD);
    for table in &picture.boxes {
        let name = escape::dot_name(&table.name);
        let _infallible = writeln!(text, "    \"{name}\" [label=<\n{}    >];", html(table));
    }
    for line in &picture.lines {
        text.extend(edge(picture, line));
    }
    text.push_str("}\n");
    text
}

fn html(table: &TableBox) -> String {
    let mut text = String::from("        <TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\">\n");
    let name = escape::dot_html(&table.title());
    let _infallible = writeln!(text, "        <TR><TD COLSPAN=\"3\"><B>{name}</B></TD></TR>");
    for (at, field) in table.fields.iter().enumerate() {
        let _infallible = writeln!(text, "        {}", row(at, field));
    }
    if table.more > 0 {
        let more = format!("and {} as before", crate::describe::count(table.more, "column"));
        let _infallible = writeln!(text, "        <TR><TD COLSPAN=\"3\">{more}</TD></TR>");
    }
    text.push_str("        </TABLE>\n");
    text
}

fn row(at: usize, field: &Field) -> String {
    let change = field.change().map(|change| format!(" ({})", escape::dot_html(&change))).unwrap_or_default();
    let null = if field.nullable { format!(" null{change}") } else { change };
    let (name, data_type) = (escape::dot_html(&field.name), escape::dot_html(&field.data_type));
    let marks = field.marks.join(", ");
    format!(
        "<TR><TD PORT=\"c{at}\" ALIGN=\"LEFT\">{name}</TD><TD ALIGN=\"LEFT\">{data_type}{null}</TD>\
         <TD PORT=\"m{at}\" ALIGN=\"LEFT\">{marks}</TD></TR>"
    )
}

fn edge(picture: &Picture, line: &Line) -> Option<String> {
    let end = |table: usize, port: Option<String>| {
        let name = escape::dot_name(&picture.boxes.get(table)?.name);
        Some(format!("\"{name}\"{}", port.unwrap_or_default()))
    };
    // From the last cell of a row to the first of the other, so that no line runs across a table.
    let child = end(line.child, line.columns.first().map(|at| format!(":m{at}:e")))?;
    let parent = end(line.parent, line.referenced.first().map(|at| format!(":c{at}:w")))?;
    let tail = if line.single { "teeodot" } else { "crowodot" };
    let head = if line.optional { "teeodot" } else { "teetee" };
    // A key of several columns starts at the first, and names all.
    let label = match line.columns[..] {
        [_, _, ..] => format!(", label=\"{}\"", escape::dot_label(&picture.label(line))),
        _ => String::new(),
    };
    Some(format!("    {child} -> {parent} [arrowtail={tail}, arrowhead={head}{label}];\n"))
}
