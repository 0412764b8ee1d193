//! A file that the user brought: bytes → text → table, and back.

use super::{
    decode, dialect,
    encoding::without_mark,
    error::ReadError,
    foreign::Foreign,
    meaning::Meaning,
    reading::{AsRead, Basis, Reading},
    table::Table,
    write::Edits,
};

/// A file that the user brought, as it was read.
#[derive(Clone, Debug)]
pub struct ChangeFile {
    name: String,
    size: u64,
    as_read: AsRead,
    table: Table,
}

impl ChangeFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`ReadError`] where there is no table in it, or none of a size that can be held.
    pub fn read(name: &str, bytes: Vec<u8>, reading: &Reading, meaning: Meaning) -> Result<Self, ReadError> {
        let size = bytes.len() as u64;
        ReadError::check_size(size)?;
        if let Some(foreign) = Foreign::recognize(&bytes) {
            return Err(ReadError::Foreign(foreign));
        }
        let decode::Decoded {
            text,
            encoding,
            basis: encoding_basis,
        } = decode::decode(bytes, reading.encoding)?;
        let body = without_mark(&text);
        if body.is_empty() {
            return Err(ReadError::Empty);
        }
        let byte_order_mark = body.len() < text.len();
        let (delimiter, delimiter_basis) = dialect::delimiter(&text, reading.delimiter, meaning);
        let table = Table::headless(text, delimiter)?;
        if (0..table.rows()).all(|row| table.is_blank(row)) {
            return Err(ReadError::OnlyBlankLines);
        }
        let (header, header_basis) = match reading.header {
            Some(header) => (header, Basis::Chosen),
            None => (dialect::first_row_is_header(&table, meaning), Basis::Guessed),
        };
        let table = table.with_header(header);
        if (0..table.rows()).all(|row| table.is_blank(row)) {
            return Err(ReadError::OnlyHeader);
        }
        let as_read = AsRead {
            encoding,
            encoding_basis,
            byte_order_mark,
            delimiter,
            delimiter_basis,
            line_breaks: table.line_breaks(),
            header,
            header_basis,
            ragged_rows: table.ragged_rows(),
        };
        Ok(Self {
            name: name.to_owned(),
            size,
            as_read,
            table,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How it was read.
    pub fn as_read(&self) -> &AsRead {
        &self.as_read
    }

    /// What is in it.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The file as it is to be saved: without edits the bytes that came in, with edits those records written anew. A
    /// character that the file's encoding lacks makes it UTF-8 with a byte order mark.
    pub fn to_bytes(&self, edits: &Edits) -> Vec<u8> {
        decode::encode(self.table.edited(edits), self.as_read.encoding)
    }
}
