//! Links between pages lead somewhere, and every page is in the book.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::markdown::Page;
use super::{pages, root};

#[test]
fn every_link_leads_somewhere() {
    let pages: Vec<Page> = pages().iter().map(|(name, text)| Page::parse(name, text)).collect();
    let anchors: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|page| (page.name.as_str(), anchors(page))).collect();
    let (mut followed, mut broken) = (0, Vec::new());
    for page in &pages {
        for link in links(page).iter().filter(|link| !link.contains("://")) {
            followed += 1;
            if let Err(why) = follow(&page.name, link, &anchors) {
                broken.push(format!("{}: {link}: {why}", page.name));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(followed >= 60, "only {followed} links were found");
}

fn follow(from: &str, link: &str, anchors: &BTreeMap<&str, BTreeSet<String>>) -> Result<(), String> {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let target = if path.is_empty() { from.to_owned() } else { resolve(from, path) };
    if from.starts_with("docs/") && !target.starts_with("docs/") {
        return Err("leads out of the book, where there is nothing when it is rendered".to_owned());
    }
    if !root().join(&target).exists() {
        return Err("there is no such file".to_owned());
    }
    match anchor {
        Some(anchor) if !anchors.get(target.as_str()).is_some_and(|anchors| anchors.contains(anchor)) => {
            Err("there is no such heading".to_owned())
        }
        _ => Ok(()),
    }
}

fn resolve(from: &str, path: &str) -> String {
    let mut out = PathBuf::new();
    for component in Path::new(from).parent().unwrap().join(path).components() {
        if component == Component::ParentDir {
            assert!(out.pop(), "{path} leads out of the repository");
        } else {
            out.push(component);
        }
    }
    out.to_str().unwrap().to_owned()
}

/// Returns where the links of a page lead, and its pictures.
fn links(page: &Page) -> Vec<String> {
    let prose: String = page.prose().map(|line| format!("{line}\n")).collect();
    // What stands between backticks is text.
    let outside: String = prose.split("\n\n").flat_map(|paragraph| paragraph.split('`').step_by(2)).collect();
    let ends = outside.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    ends.map(str::to_owned).collect()
}

/// Returns the names of the headings, as GitHub and mdBook make them.
fn anchors(page: &Page) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for line in page.prose().filter(|line| line.starts_with('#')) {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let name: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let again = (1..).map(|count| format!("{name}-{count}"));
        let free = std::iter::once(name.clone()).chain(again).find(|name| !anchors.contains(name));
        anchors.extend(free);
    }
    anchors
}

#[test]
fn every_page_is_in_the_book_once() {
    let pages = pages();
    let (_, summary) = pages.iter().find(|(name, _)| name == "docs/SUMMARY.md").unwrap();
    let mut listed: Vec<String> =
        links(&Page::parse("docs/SUMMARY.md", summary)).iter().map(|link| resolve("docs/SUMMARY.md", link)).collect();
    listed.sort();
    let in_docs = pages.iter().map(|(name, _)| name.clone()).filter(|name| name.starts_with("docs/"));
    let expected: Vec<String> = in_docs.filter(|name| name != "docs/SUMMARY.md").collect();
    assert_eq!(listed, expected);
}

#[test]
fn what_leads_nowhere_is_told() {
    let page = Page::parse("docs/a.md", "# A `b` (c)\n## A\n## A\n[x](b.md) `[y](c.md)`\n```\n[z](d.md)\n# D\n```\n");
    assert_eq!(links(&page), ["b.md"]);
    assert_eq!(anchors(&page), BTreeSet::from(["a-b-c".to_owned(), "a".to_owned(), "a-1".to_owned()]));
    let anchors = BTreeMap::from([("docs/migrate.md", BTreeSet::from(["rows".to_owned()]))]);
    let follow = |link| follow("docs/a.md", link, &anchors);
    assert_eq!(follow("migrate.md#rows"), Ok(()));
    assert!(follow("migrate.md#row").is_err());
    assert!(follow("nowhere.md").is_err());
    assert!(follow("../README.md").is_err());
}
