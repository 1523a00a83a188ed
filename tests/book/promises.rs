//! The page of the promises names test modules that there are.

use super::markdown::Page;
use super::{pages, root};

#[test]
fn the_modules_that_hold_the_promises_exist() {
    let pages = pages();
    let (name, text) = pages.iter().find(|(name, _)| name == "docs/promises.md").unwrap();
    let page = Page::parse(name, text);
    let rows = page.prose().skip_while(|line| !line.contains("| test modules |")).filter(|line| line.starts_with('|'));
    let modules: Vec<&str> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
    assert!(modules.len() >= 30, "{modules:?}");
    for module in modules {
        let file = format!("tests/{}.rs", module.replace("::", "/"));
        assert!(root().join(&file).is_file(), "{name} names `{module}`, and there is no {file}");
    }
}
