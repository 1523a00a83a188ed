//! Numbers.

use super::Lexer;

impl Lexer<'_> {
    /// Returns the end of the number at hand, suffix included.
    pub(super) fn number(&self) -> Option<usize> {
        let whole = |digits: usize| {
            let end = self.suffix(digits);
            (!self.goes_on(end)).then_some(end)
        };
        self.float().and_then(whole).or_else(|| self.integer().and_then(whole))
    }

    /// The digits of a number with a point or an exponent.
    fn float(&self) -> Option<usize> {
        let point = self.digits(self.at);
        let mut end = point;
        let has_point = self.byte_at(point) == Some(b'.');
        if has_point {
            // `1..2` is a range, `1.max(2)` a call.
            if self.byte_at(point + 1) == Some(b'.') || self.word(point + 1).is_some() {
                return None;
            }
            end = self.digits(point + 1);
        }
        match self.byte_at(end) {
            // What is no exponent is a suffix.
            Some(b'e' | b'E') => self.exponent(end + 1).or(has_point.then_some(end)),
            _ => has_point.then_some(end),
        }
    }

    /// Goes past an exponent, whose sign may stand behind underscores.
    fn exponent(&self, from: usize) -> Option<usize> {
        let (mut at, mut has_sign, mut has_digits) = (from, false, false);
        loop {
            match self.byte_at(at) {
                Some(b'+' | b'-') if !has_digits => {
                    if has_sign {
                        return None;
                    }
                    has_sign = true;
                }
                Some(b'0'..=b'9') => has_digits = true,
                Some(b'_') => {}
                _ => return has_digits.then_some(at),
            }
            at += 1;
        }
    }

    fn digits(&self, from: usize) -> usize {
        let length = self.bytes(from).iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
        from + length
    }

    /// The digits of a whole number.
    fn integer(&self) -> Option<usize> {
        let (from, base) = match self.bytes(self.at) {
            [b'0', b'x', ..] => (self.at + 2, 16),
            [b'0', b'o', ..] => (self.at + 2, 8),
            [b'0', b'b', ..] => (self.at + 2, 2),
            _ => (self.at, 10),
        };
        let (mut at, mut has_digits) = (from, false);
        while let Some(byte) = self.byte_at(at) {
            match char::from(byte).to_digit(16) {
                Some(digit) if digit < base => has_digits = true,
                // A digit of no meaning is an error, a letter begins the suffix.
                Some(_) if byte.is_ascii_digit() => return None,
                None if byte == b'_' => {}
                _ => break,
            }
            at += 1;
        }
        has_digits.then_some(at)
    }
}
