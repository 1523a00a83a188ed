//! SQL as text: its tokens, and expressions compared as text.
