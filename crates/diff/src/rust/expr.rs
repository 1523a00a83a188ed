//! Expressions of Rust, as far as a migration needs them. How they are laid out is [`super::layout`]'s.

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expr {
    /// A path or a number, as it is written.
    Word(String),
    /// A text, without its quotes.
    Text(String),
    /// A function with its arguments.
    Call(String, Vec<Expr>),
    /// What is done with something, one after the other.
    Chain(Box<Expr>, Vec<Link>),
    /// `(…, …)`
    Tuple(Vec<Expr>),
    /// `[…, …]`
    Array(Vec<Expr>),
}

/// What is done with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// A method with its arguments.
    Method(String, Vec<Expr>),
    /// `.await?`
    Await,
}

impl Expr {
    pub(crate) fn word(word: impl Into<String>) -> Self {
        Expr::Word(word.into())
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Expr::Text(text.into())
    }

    pub(crate) fn call(function: impl Into<String>, arguments: Vec<Expr>) -> Self {
        Expr::Call(function.into(), arguments)
    }

    /// Returns what a method makes of it.
    #[must_use]
    pub(crate) fn then(self, method: impl Into<String>, arguments: Vec<Expr>) -> Self {
        self.linked(Link::Method(method.into(), arguments))
    }

    /// Returns what comes of it, or fails with it.
    #[must_use]
    pub(crate) fn awaited(self) -> Self {
        self.linked(Link::Await)
    }

    fn linked(self, link: Link) -> Self {
        match self {
            Expr::Chain(root, mut links) => {
                links.push(link);
                Expr::Chain(root, links)
            }
            root => Expr::Chain(Box::new(root), vec![link]),
        }
    }
}
