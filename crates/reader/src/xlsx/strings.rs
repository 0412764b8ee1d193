//! Texts: those that sheets share, and what their elements say.

use std::borrow::Cow;

use crate::archive::Archive;
use crate::error::WorkbookError;
use crate::xml::{self, Go, Node, Tag};

/// The text of an `si` or `is` element, as it is put together of its runs.
#[derive(Debug, Default)]
pub(super) struct RichText {
    text: String,
    /// Whether what comes is the text of a `t` element, and whether its outer blanks count.
    within: Option<bool>,
    run: String,
    /// How deep in elements whose text is not part of the cell: pronunciation.
    aside: u32,
}

impl RichText {
    pub(super) fn start(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "rPh" => self.aside += 1,
            "t" if self.aside == 0 => {
                self.within = Some(tag.attribute("xml:space").as_deref() == Some("preserve"));
                self.run.clear();
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        match name {
            "rPh" => self.aside = self.aside.saturating_sub(1),
            "t" => {
                if let Some(preserve) = self.within.take() {
                    let run = if preserve {
                        self.run.as_str()
                    } else {
                        self.run.trim_matches([' ', '\t', '\r', '\n'])
                    };
                    self.text += &unescaped(run);
                }
            }
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.within.is_some() {
            self.run += text;
        }
    }

    pub(super) fn take(&mut self) -> String {
        self.within = None;
        self.aside = 0;
        std::mem::take(&mut self.text)
    }
}

/// Characters that XML cannot have are written as `_x000D_`, and so is the beginning of a text that looks like that.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let unit = |text: &str| {
        let digits = text
            .get(2..6)
            .filter(|_| text.starts_with("_x") && text.get(6..7) == Some("_"))?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        // NUL is in no text: what says that it is one stays as it is written.
        let (length, escaped) = match unit(rest) {
            Some(escaped @ 1..) => (7, Some(escaped)),
            _ => (character.len_utf8(), None),
        };
        match escaped {
            Some(unit) => units.push(unit),
            None => units.extend(character.encode_utf16(&mut [0; 2]).iter()),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    match String::from_utf16(&units) {
        Ok(text) => text.into(),
        // Halves of a character that do not belong together.
        Err(_) => text.into(),
    }
}

/// The texts that sheets share, in order.
pub(super) fn read(archive: &mut Archive, name: &str) -> Result<Vec<Box<str>>, WorkbookError> {
    let mut strings = Vec::new();
    let Some(part) = archive.part(name)? else {
        return Err(WorkbookError::damaged(name, "it is missing"));
    };
    let mut rich = RichText::default();
    xml::read(part, name, |node| {
        match node {
            Node::Start(tag) => rich.start(&tag),
            Node::Text(text) => rich.text(&text),
            Node::End("si") => strings.push(rich.take().into_boxed_str()),
            Node::End(name) => rich.end(name),
        }
        Ok(Go::On)
    })?;
    Ok(strings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        for (text, expected) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x0000_b", "a_x0000_b"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "_xD83D_"),
            ("user_x1@example.com", "user_x1@example.com"),
            ("ü_x00ZZ_ü_x", "ü_x00ZZ_ü_x"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
    }
}
