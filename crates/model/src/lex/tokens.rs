//! Going through tokens: one at a time, brackets as a whole.

use std::ops::Range;

use super::{Delimiter, Group, Kind, Literal, Token, Tree, Word};

/// Tokens in a row, whose brackets are closed among them.
///
/// Going through them gives [`Tree`]s. What takes something off the beginning leaves everything where it is when that is
/// not there; a copy costs nothing, for looking ahead.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    all: &'a [Token],
}

impl<'a> Tokens<'a> {
    /// Takes all tokens of a text.
    pub(crate) fn new(text: &'a str, all: &'a [Token]) -> Self {
        Self { text, all }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.all.is_empty()
    }

    /// Returns where they stand.
    pub(crate) fn range(self) -> Range<usize> {
        match (self.all.first(), self.all.last()) {
            (Some(first), Some(last)) => first.range().start..last.range().end,
            _ => 0..0,
        }
    }

    /// Returns them as they are written, with what stands between.
    pub(crate) fn source(self) -> &'a str {
        self.text.get(self.range()).unwrap_or_default()
    }

    /// Returns each token as it is written, brackets as well.
    pub(crate) fn texts(self) -> impl Iterator<Item = &'a str> {
        self.all.iter().map(move |token| self.text_of(*token))
    }

    /// Returns each token with how it is written, brackets as well, however deep it stands.
    pub(crate) fn flat(self) -> impl Iterator<Item = (Token, &'a str)> {
        self.all.iter().map(move |token| (*token, self.text_of(*token)))
    }

    /// Returns every word, however deep it stands.
    pub(crate) fn words(self) -> impl Iterator<Item = Word<'a>> {
        self.all.iter().filter(|token| token.kind == Kind::Word).map(move |token| self.word_of(*token))
    }

    /// Returns what stands in the bracket at the end, where it is one.
    pub(crate) fn last_group(self) -> Option<Tokens<'a>> {
        match self.into_iter().last()? {
            Tree::Group(group) => Some(group.inside),
            _ => None,
        }
    }

    /// Returns the word at the end, where it is one.
    pub(crate) fn last_word(self) -> Option<Word<'a>> {
        self.all.last().filter(|token| token.kind == Kind::Word).map(|token| self.word_of(*token))
    }

    /// Returns what is before `rest`, which is what was left of these.
    pub(crate) fn before(self, rest: Tokens<'a>) -> Self {
        let length = self.all.len().saturating_sub(rest.all.len());
        Self { all: self.all.get(..length).unwrap_or_default(), ..self }
    }

    /// Returns them without this punctuation at the end, where it is there.
    pub(crate) fn without_last(self, punct: u8) -> Self {
        match self.all.split_last() {
            Some((last, rest)) if last.kind == Kind::Punct(punct) => Self { all: rest, ..self },
            _ => self,
        }
    }

    /// Returns those that stand within a range of the text.
    pub(crate) fn within(self, range: &Range<usize>) -> Self {
        let start = self.all.partition_point(|token| token.range().start < range.start);
        let end = self.all.partition_point(|token| token.range().end <= range.end);
        Self { all: self.all.get(start..end).unwrap_or_default(), ..self }
    }

    /// Splits at the commas that stand in no bracket, and leaves out what is empty.
    pub(crate) fn split_commas(self) -> impl Iterator<Item = Tokens<'a>> {
        let mut rest = self;
        std::iter::from_fn(move || {
            loop {
                let begin = rest;
                if begin.is_empty() {
                    return None;
                }
                let end = rest.skip_to(b',');
                if !begin.before(end).is_empty() {
                    return Some(begin.before(end));
                }
            }
        })
    }

    /// Goes on behind the next punctuation of this kind, or to the end. Returns what was left before it.
    fn skip_to(&mut self, punct: u8) -> Tokens<'a> {
        loop {
            let before = *self;
            match self.take() {
                Some(Tree::Punct(found)) if found == punct => return before,
                Some(_) => {}
                None => {
                    self.all = &[];
                    return before;
                }
            }
        }
    }

    /// Returns the only one, where there is but one.
    pub(crate) fn single(mut self) -> Option<Tree<'a>> {
        let tree = self.take()?;
        self.is_empty().then_some(tree)
    }

    /// Takes a token off the beginning, a bracket as a whole.
    pub(crate) fn take(&mut self) -> Option<Tree<'a>> {
        let (&token, rest) = self.all.split_first()?;
        let (tree, rest) = match token.kind {
            Kind::Word => (Tree::Word(self.word_of(token)), rest),
            Kind::Punct(punct) => (Tree::Punct(punct), rest),
            Kind::Literal => (Tree::Literal(Literal::new(self.text_of(token), token.range().start)), rest),
            Kind::Open(delimiter, held) => {
                let (group, rest) = self.group(token, delimiter, held);
                (Tree::Group(group), rest)
            }
            Kind::Doc { .. } => (Tree::Doc, rest),
            // Brackets are closed within what opens them.
            Kind::Close(_) => return None,
        };
        self.all = rest;
        Some(tree)
    }

    /// Returns what is at the beginning.
    pub(crate) fn first(mut self) -> Option<Tree<'a>> {
        self.take()
    }

    /// Returns where what is at the beginning stands.
    pub(crate) fn first_range(self) -> Range<usize> {
        let mut rest = self;
        rest.take();
        self.before(rest).range()
    }

    /// Returns where what is at the end stands.
    pub(crate) fn last_range(self) -> Range<usize> {
        let (mut rest, mut last) = (self, self);
        while !rest.is_empty() {
            last = rest;
            if rest.take().is_none() {
                break;
            }
        }
        last.range()
    }

    /// Takes a word off the beginning.
    pub(crate) fn take_word(&mut self) -> Option<Word<'a>> {
        let (token, rest) = self.all.split_first().filter(|(token, _)| token.kind == Kind::Word)?;
        self.all = rest;
        Some(self.word_of(*token))
    }

    /// Takes this very word off the beginning, where it is there.
    pub(crate) fn take_keyword(&mut self, keyword: &str) -> bool {
        let mut rest = *self;
        let found = rest.take_word().is_some_and(|word| word.text == keyword);
        if found {
            *self = rest;
        }
        found
    }

    /// Takes this punctuation off the beginning, where it is there.
    pub(crate) fn take_punct(&mut self, punct: u8) -> bool {
        self.take_kind(Kind::Punct(punct))
    }

    fn take_kind(&mut self, kind: Kind) -> bool {
        match self.all.split_first() {
            Some((token, rest)) if token.kind == kind => {
                self.all = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes `::` off the beginning.
    pub(crate) fn take_colons(&mut self) -> bool {
        match self.all {
            // Nothing may stand between them.
            [first, second, rest @ ..]
                if [first.kind, second.kind] == [Kind::Punct(b':'); 2] && first.range().end == second.range().start =>
            {
                self.all = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes a comment that documents something off the beginning.
    pub(crate) fn take_doc(&mut self, inner: bool) -> bool {
        self.take_kind(Kind::Doc { inner })
    }

    /// Takes a bracket off the beginning.
    pub(crate) fn take_group(&mut self, delimiter: Delimiter) -> Option<Group<'a>> {
        let mut rest = *self;
        match rest.take()? {
            Tree::Group(group) if group.delimiter == delimiter => {
                *self = rest;
                Some(group)
            }
            _ => None,
        }
    }

    fn text_of(self, token: Token) -> &'a str {
        self.text.get(token.range()).unwrap_or_default()
    }

    fn word_of(self, token: Token) -> Word<'a> {
        Word::new(self.text_of(token), token.range().start)
    }

    /// Returns the group that opens with `open`, and what is behind it.
    fn group(self, open: Token, delimiter: Delimiter, held: u32) -> (Group<'a>, &'a [Token]) {
        let rest = self.all.get(1..).unwrap_or_default();
        let (inside, rest) = rest.split_at_checked(held as usize).unwrap_or((rest, &[]));
        let end = rest.first().map_or(open.range().end, |close| close.range().end);
        let inside = Tokens { all: inside, ..self };
        (Group { delimiter, inside, start: open.range().start, end }, rest.get(1..).unwrap_or_default())
    }
}

/// Tokens one by one.
pub(crate) struct Trees<'a>(Tokens<'a>);

impl<'a> Iterator for Trees<'a> {
    type Item = Tree<'a>;

    fn next(&mut self) -> Option<Tree<'a>> {
        self.0.take()
    }
}

impl<'a> IntoIterator for Tokens<'a> {
    type Item = Tree<'a>;
    type IntoIter = Trees<'a>;

    fn into_iter(self) -> Trees<'a> {
        Trees(self)
    }
}
