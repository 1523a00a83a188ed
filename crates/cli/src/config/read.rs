//! Reads TOML values of the kinds that the configuration has. Every error shows the place in the file.

use std::ops::Range;
use std::path::Path;

use autogen_revision::redact;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Excerpt};
use crate::nearest::nearest;

/// A configuration file.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl<'a> Source<'a> {
    /// Takes the file apart.
    pub(super) fn parse(self) -> Result<Table<'a>, Error> {
        let parsed = DeTable::parse(self.text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            self.error(span, format!("this is not TOML: {}", error.message()))
        })?;
        let span = 0..0;
        Ok(Table { source: self, span, values: parsed.into_inner() })
    }

    fn error(self, span: Range<usize>, message: impl Into<String>) -> Error {
        let path = self.path.to_owned();
        Error::new(message).excerpt(Some(Excerpt { path, text: without_passwords(self.text), span }))
    }
}

/// Puts stars in the place of URLs with passwords, so that everything else stays where it is.
fn without_passwords(text: &str) -> String {
    let masked = |piece: &str| {
        let (value, end) = piece.split_at(piece.trim_end_matches(QUOTES).len());
        if redact(value) == value { piece.to_owned() } else { "*".repeat(value.len()) + end }
    };
    text.split_inclusive(QUOTES).map(masked).collect()
}

/// What values end at.
const QUOTES: [char; 3] = ['"', '\'', '\n'];

/// A table of the file.
pub(super) struct Table<'a> {
    source: Source<'a>,
    span: Range<usize>,
    values: DeTable<'a>,
}

/// A string of the file.
pub(super) struct Entry<'t> {
    pub(super) value: &'t str,
    source: Source<'t>,
    span: Range<usize>,
}

/// A list of strings of the file.
pub(super) struct List<'t> {
    pub(super) entries: Vec<Entry<'t>>,
    source: Source<'t>,
    span: Range<usize>,
}

impl<'a> Table<'a> {
    /// Refuses keys that are not among `allowed`.
    pub(super) fn allow(&self, allowed: &[&str]) -> Result<(), Error> {
        for key in self.values.keys() {
            let name: &str = key.get_ref();
            if !allowed.contains(&name) {
                let error = self.source.error(key.span(), format!("unknown key `{name}`"));
                return Err(error.hint(suggestion(name, allowed)));
            }
        }
        Ok(())
    }

    /// Returns the keys, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(|key| key.get_ref().as_ref())
    }

    /// Makes an error about the whole table.
    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        self.source.error(self.span.clone(), message)
    }

    /// Returns a table within this one; an empty one where it is not there.
    pub(super) fn table(&self, key: &str) -> Result<Table<'a>, Error> {
        match self.values.get(key) {
            None => Ok(Table { source: self.source, span: 0..0, values: DeTable::new() }),
            Some(value) => match value.get_ref() {
                DeValue::Table(values) => Ok(Table { source: self.source, span: value.span(), values: values.clone() }),
                other => Err(self.wrong(value.span(), key, "a table", other)),
            },
        }
    }

    /// Whether the value is a table.
    pub(super) fn is_table(&self, key: &str) -> bool {
        self.values.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// Returns a string.
    pub(super) fn string(&self, key: &str) -> Result<Option<Entry<'_>>, Error> {
        self.values.get(key).map(|value| self.entry(key, value)).transpose()
    }

    /// Returns a list of strings.
    pub(super) fn strings(&self, key: &str) -> Result<Option<List<'_>>, Error> {
        let Some(value) = self.values.get(key) else { return Ok(None) };
        let DeValue::Array(array) = value.get_ref() else {
            return Err(self.wrong(value.span(), key, "a list of strings", value.get_ref()));
        };
        let entries = array.iter().map(|value| self.entry(key, value)).collect::<Result<_, _>>()?;
        Ok(Some(List { entries, source: self.source, span: value.span() }))
    }

    /// Returns every string of the table, which people know as `name`, in the order of the keys.
    pub(super) fn all_strings(&self, name: &str) -> Result<Vec<(String, Entry<'_>)>, Error> {
        let pairs = self.values.iter();
        pairs.map(|(key, value)| Ok((key.get_ref().to_string(), self.entry(name, value)?))).collect()
    }

    /// Returns what one of several words stands for; the first one is the default.
    pub(super) fn choice<T: Copy + Default>(&self, key: &str, words: &[(&str, T)]) -> Result<T, Error> {
        self.string(key)?.map_or_else(|| Ok(T::default()), |entry| entry.choose(key, words))
    }

    /// Returns `true` or `false`; `false` where nothing is said.
    pub(super) fn flag(&self, key: &str) -> Result<bool, Error> {
        self.flag_or(key, false)
    }

    /// Returns `true` or `false`; `unsaid` where nothing is said.
    /// Returns a number of times.
    pub(super) fn count(&self, key: &str) -> Result<Option<u32>, Error> {
        let Some(value) = self.values.get(key) else { return Ok(None) };
        let wrong = || self.wrong(value.span(), key, "a whole number", value.get_ref());
        match value.get_ref() {
            DeValue::Integer(number) => {
                u32::from_str_radix(number.as_str(), number.radix()).map(Some).map_err(|_beyond| wrong())
            }
            _ => Err(wrong()),
        }
    }

    pub(super) fn flag_or(&self, key: &str, unsaid: bool) -> Result<bool, Error> {
        match self.values.get(key) {
            None => Ok(unsaid),
            Some(value) => match value.get_ref() {
                DeValue::Boolean(flag) => Ok(*flag),
                other => Err(self.wrong(value.span(), key, "true or false", other)),
            },
        }
    }

    fn entry<'t>(&'t self, key: &str, value: &'t Spanned<DeValue<'a>>) -> Result<Entry<'t>, Error> {
        match value.get_ref() {
            DeValue::String(text) => Ok(Entry { value: text, source: self.source, span: value.span() }),
            other => Err(self.wrong(value.span(), key, "a string", other)),
        }
    }

    fn wrong(&self, span: Range<usize>, key: &str, wanted: &str, found: &DeValue<'_>) -> Error {
        self.source.error(span, format!("`{key}` takes {wanted}, not {}", kind(found)))
    }
}

impl Entry<'_> {
    /// Makes an error about this value.
    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        self.source.error(self.span.clone(), message)
    }

    /// Returns what one of several words stands for.
    pub(super) fn choose<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<T, Error> {
        let found = words.iter().find(|(word, _)| *word == self.value);
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.error(format!("`{}` is not a value of `{key}`", self.value)).hint(suggestion(self.value, &allowed))
        })
    }
}

impl List<'_> {
    /// Makes an error about the whole list.
    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        self.source.error(self.span.clone(), message)
    }
}

/// Returns the nearest of the allowed words, or all of them where none is near.
fn suggestion(word: &str, allowed: &[&str]) -> String {
    match nearest(word, allowed.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let words: Vec<String> = allowed.iter().map(|word| format!("`{word}`")).collect();
            format!("possible are {}", words.join(", "))
        }
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
