//! Bytes as text, in the encodings of the page and in the rare ones. An unedited file is saved byte for byte, and a byte that is no text is
//! counted.

use rollcall_core::file::{self, Edits, Encoding, Reading};
use rollcall_reader::fuzzed;

use crate::choice::Choices;
use crate::seed::{self, Seed};

pub fn seeds() -> Vec<Seed> {
    seed::change_files(&[0])
}

pub fn holds(input: &[u8]) {
    let Some((mut choices, bytes)) = Choices::of(input, 1) else {
        return;
    };
    let reading = Reading {
        encoding: choices.maybe(&Encoding::ALL),
        ..Reading::default()
    };
    match file::read("any.csv", bytes.to_vec(), &reading) {
        Ok(file) => {
            assert_eq!(file.to_bytes(&Edits::new()), bytes, "saved as it came");
            let read = file.as_read();
            if let Some(chosen) = reading.encoding {
                assert_eq!(read.encoding, chosen);
            }
            if read.encoding == Encoding::Utf8 {
                assert_eq!(
                    read.bad_bytes == 0,
                    std::str::from_utf8(bytes).is_ok(),
                    "no bad byte is silent"
                );
            }
        }
        Err(error) => {
            assert!(!error.what().is_empty() && !error.hint().is_empty() && !error.code().is_empty())
        }
    }
    fuzzed::encodings(bytes);
}
