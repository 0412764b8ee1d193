//! XML, one tag or text at a time.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::archive::read_error;
use crate::error::WorkbookError;

/// What comes next in a part.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// An element begins. An empty one ends right behind.
    Start(Tag<'a>),
    /// An element ends: its name without prefix.
    End(&'a str),
    /// Text, or a part of it.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub(crate) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute by its whole name.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.find(|key| key == name)
    }

    /// An attribute by its name without prefix, which must be there: `r:id`.
    pub(crate) fn prefixed_attribute(&self, local: &str) -> Option<Cow<'_, str>> {
        self.find(|key| key.split_once(':').is_some_and(|(_, name)| name == local))
    }

    fn find(&self, is: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        let attribute = attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| is(attribute.key.into_inner()))?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok()
    }

    /// Whether an attribute says yes, as XML Schema has it.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.attribute(name)
            .is_some_and(|value| matches!(value.trim(), "1" | "true"))
    }
}

/// Reads a part to its end, or until `each` says that it has seen enough.
pub(crate) fn read<R: BufRead>(
    part: R,
    name: &str,
    mut each: impl FnMut(Node<'_>) -> Result<Go, WorkbookError>,
) -> Result<(), WorkbookError> {
    let mut reader = quick_xml::Reader::from_reader(part);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = true;
    let mut buffer = Vec::new();
    let mut open = 0_usize;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) => read_error(name, &error),
            _ => WorkbookError::damaged(name, "its XML is not well formed"),
        })?;
        let go = match event {
            Event::Start(tag) => {
                open += 1;
                each(Node::Start(Tag(tag)))?
            }
            Event::End(tag) => {
                open = open.saturating_sub(1);
                each(Node::End(tag.local_name().into_inner()))?
            }
            Event::Text(text) => each(Node::Text(text.xml10_content()))?,
            Event::CData(text) => each(Node::Text(text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let unknown = || WorkbookError::damaged(name, "its XML has an entity that is not known");
                let text: Cow<'_, str> =
                    if let Some(character) = reference.resolve_char_ref().map_err(|_| unknown())? {
                        character.to_string().into()
                    } else {
                        resolve_predefined_entity(&reference).ok_or_else(unknown)?.into()
                    };
                each(Node::Text(text))?
            }
            Event::Eof if open > 0 => return Err(WorkbookError::damaged(name, "its end is missing")),
            Event::Eof => return Ok(()),
            _ => Go::On,
        };
        if go == Go::Enough {
            return Ok(());
        }
    }
}

/// Whether to read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Go {
    On,
    Enough,
}
