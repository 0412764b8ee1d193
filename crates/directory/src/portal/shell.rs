//! Splits a command into words as a shell does. Only the syntax that browsers write when they copy a request is supported: quotes and
//! escapes, but no variables and no pipes.

use std::iter::Peekable;
use std::str::Chars;

/// A shell for which browsers copy requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shell {
    /// bash and compatible shells.
    Posix,
    /// Windows' `cmd.exe`, with the argument parsing of Windows programs.
    Cmd,
    /// PowerShell.
    Power,
}

impl Shell {
    /// Detects the shell for which a text was written.
    pub(super) fn of(text: &str) -> Self {
        let is_power = ["Invoke-WebRequest", "Invoke-RestMethod", "System.Net.Cookie"];
        if is_power.iter().any(|word| text.contains(word)) {
            Self::Power
        } else if text.contains("^\"") || text.lines().any(|line| line.ends_with('^')) {
            Self::Cmd
        } else {
            Self::Posix
        }
    }

    /// Characters that separate words in addition to white space. For PowerShell these are the characters around values.
    fn separators(self) -> &'static str {
        match self {
            Self::Posix => ";&",
            Self::Cmd => "",
            Self::Power => "(){},;=@",
        }
    }

    /// The words of a text. An unclosed quotation ends at the end of the text.
    pub(super) fn words(self, text: &str) -> Vec<String> {
        let without_carets;
        let text = if self == Self::Cmd {
            without_carets = uncareted(text);
            &without_carets
        } else {
            text
        };
        let mut words = Words::default();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            match (self, c) {
                (Self::Posix, '$') if rest.next_if_eq(&'\'').is_some() => {
                    words.quoted(|word| ansi(&mut rest, word));
                }
                (Self::Posix | Self::Power, '\'') => words.quoted(|word| single(self, &mut rest, word)),
                (_, '"') => words.quoted(|word| double(self, &mut rest, word)),
                (Self::Posix, '\\') | (Self::Power, '`') => match rest.next() {
                    // A line continuation.
                    Some('\n') | None => words.end(),
                    Some('\r') => {
                        rest.next_if_eq(&'\n');
                        words.end();
                    }
                    Some(escaped) => words.push(escaped),
                },
                (_, c) if c.is_whitespace() || self.separators().contains(c) => words.end(),
                (_, c) => words.push(c),
            }
        }
        words.end();
        words.all
    }
}

/// The words read so far.
#[derive(Default)]
struct Words {
    all: Vec<String>,
    /// The current word.
    word: Option<String>,
}

impl Words {
    fn push(&mut self, c: char) {
        self.word.get_or_insert_default().push(c);
    }

    /// Reads a quotation to its end. It is part of the surrounding word, and even an empty quotation makes a word.
    fn quoted(&mut self, read: impl FnOnce(&mut String)) {
        read(self.word.get_or_insert_default());
    }

    fn end(&mut self) {
        self.all.extend(self.word.take());
    }
}

/// Removes cmd.exe's escapes: `^` makes the next character literal, even inside quotes; before a line break it continues the line, and a
/// second line break is kept.
fn uncareted(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '^' {
            plain.push(c);
            continue;
        }
        rest.next_if_eq(&'\r');
        if rest.next_if_eq(&'\n').is_none() {
            plain.extend(rest.next());
        }
    }
    plain
}

fn single(shell: Shell, rest: &mut Peekable<Chars<'_>>, word: &mut String) {
    while let Some(c) = rest.next() {
        // PowerShell doubles a quote inside single quotes.
        if c == '\'' && !(shell == Shell::Power && rest.next_if_eq(&'\'').is_some()) {
            return;
        }
        word.push(c);
    }
}

fn double(shell: Shell, rest: &mut Peekable<Chars<'_>>, word: &mut String) {
    while let Some(c) = rest.next() {
        match (shell, c) {
            (Shell::Power, '"') if rest.next_if_eq(&'"').is_some() => word.push('"'),
            (_, '"') => return,
            (Shell::Power, '`') => word.extend(rest.next()),
            (Shell::Power, '$') if rest.next_if_eq(&'(').is_some() => word.extend(by_number(rest)),
            (Shell::Posix, '\\') => match rest.next() {
                Some(escaped @ ('"' | '\\' | '$' | '`')) => word.push(escaped),
                Some('\n') | None => {}
                Some(other) => word.extend(['\\', other]),
            },
            (Shell::Cmd, '\\') => match rest.next_if(|next| matches!(next, '"' | '\\')) {
                Some(escaped) => word.push(escaped),
                None => word.push('\\'),
            },
            (_, c) => word.push(c),
        }
    }
}

/// Reads the rest of `$([char]0xe4)` or `$([char]228)` after its opening.
fn by_number(rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    let mut inner = String::new();
    for c in rest.by_ref() {
        if c == ')' {
            break;
        }
        inner.push(c);
    }
    let number = inner.strip_prefix("[char]")?;
    let code = match number.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

/// Reads bash's `$'…'` (ANSI-C quoting).
fn ansi(rest: &mut Peekable<Chars<'_>>, word: &mut String) {
    while let Some(c) = rest.next() {
        match c {
            '\'' => return,
            '\\' => match rest.next() {
                Some('n') => word.push('\n'),
                Some('r') => word.push('\r'),
                Some('t') => word.push('\t'),
                Some('x') => word.extend(hex(rest, 2)),
                Some('u') => word.extend(hex(rest, 4)),
                Some(escaped) => word.push(escaped),
                None => {}
            },
            c => word.push(c),
        }
    }
}

/// The character with a hexadecimal code of at most `digits` digits.
fn hex(rest: &mut Peekable<Chars<'_>>, digits: usize) -> Option<char> {
    let mut code = 0;
    for _ in 0..digits {
        let Some(digit) = rest.next_if(char::is_ascii_hexdigit) else {
            break;
        };
        code = code * 16 + digit.to_digit(16)?;
    }
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_shell() {
        assert_eq!(
            Shell::Posix.words(
                r#"curl 'a b' \
  -H "c\"d" $'e\u0021\'f\\' g\ h ''; i"#
            ),
            ["curl", "a b", "-H", "c\"d", "e!'f\\", "g h", "", "i"]
        );
        assert_eq!(
            Shell::Cmd.words("curl ^\"a^%^41^!b^\" ^\r\n  -H ^\"c\\^\"d\\\\e^\" \"f\"\"g\""),
            ["curl", "a%41!b", "-H", "c\"d\\e", "fg"]
        );
        assert_eq!(
            Shell::Power
                .words("$s.Add((New-Object A(\"b`$c\", \"d`\"$([char]228)\", 'e''f')))\n@{ \"g\"=\"h i\" }"),
            ["$s.Add", "New-Object", "A", "b$c", "d\"ä", "e'f", "g", "h i"]
        );
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for (shell, text) in [
            (Shell::Posix, "a 'b"),
            (Shell::Posix, "a \"b"),
            (Shell::Posix, "a $'b\\"),
            (Shell::Cmd, "a ^\"b^"),
            (Shell::Power, "a \"b`"),
        ] {
            assert_eq!(shell.words(text), ["a", "b"], "{text}");
        }
        assert_eq!(Shell::Power.words("\"$([char]"), [""]);
    }
}
