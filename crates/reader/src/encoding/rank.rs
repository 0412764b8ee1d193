//! Which encodings a text may be in, the likeliest first.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::codec::decode_as;
use super::weight::{Words, weigh};
use super::{ENCODINGS, Encoding, by_label};

/// So many bytes are looked at, from lines with bytes outside ASCII.
const MOST_BYTES: usize = 64 << 10;

/// An encoding that a text may be in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// The encoding.
    #[serde(flatten)]
    pub encoding: Encoding,
    /// How well the text reads, from 0 to 100. Two candidates with nearly the same number cannot be told apart by the bytes.
    pub score: u32,
    /// What speaks for it and against it.
    pub evidence: Vec<Evidence>,
}

/// What speaks for an encoding, or against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The detector of Firefox takes the text for this encoding.
    Detector,
    /// All bytes outside ASCII are letters in this encoding that stand in words of one script.
    Words {
        /// How many words.
        count: usize,
    },
    /// Bytes that this encoding does not have.
    Undecodable {
        /// How many places.
        count: usize,
        /// The line of the first, counted from 1.
        line: u32,
    },
    /// Words that hold signs, letters of two scripts, or capitals in the middle.
    OddWords {
        /// How many words.
        count: usize,
        /// One of them.
        example: String,
    },
}

impl Evidence {
    /// Stable, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Detector => "detector",
            Self::Words { .. } => "words",
            Self::Undecodable { .. } => "undecodable",
            Self::OddWords { .. } => "odd-words",
        }
    }

    /// As a sentence.
    pub fn text(&self) -> String {
        match self {
            Self::Detector => "The encoding detector of Firefox takes the file for this.".into(),
            Self::Words { count: 1 } => "The one word outside ASCII reads as a word.".into(),
            Self::Words { count } => format!("All {count} words outside ASCII read as words."),
            Self::Undecodable { count: 1, line } => format!("Line {line} has bytes that do not exist in it."),
            Self::Undecodable { count, line } => {
                format!("{count} places have bytes that do not exist in it; the first is on line {line}.")
            }
            Self::OddWords { count: 1, example } => format!("One word reads oddly: {example}"),
            Self::OddWords { count, example } => format!("{count} words read oddly, such as {example}"),
        }
    }
}

/// As `{ kind, text }`.
impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Evidence", 2)?;
        fields.serialize_field("kind", self.kind())?;
        fields.serialize_field("text", &self.text())?;
        fields.end()
    }
}

/// Ranks the encodings that a text may be in. Those that cannot be come last, with the score 0. The text should not be UTF-8: that is
/// told by whether it is valid.
pub fn rank(bytes: &[u8]) -> Vec<Candidate> {
    let sample = sample(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // The detector knows GB18030 by its older name.
    let guess = if guess == encoding_rs::GBK {
        encoding_rs::GB18030
    } else {
        guess
    };
    // Some encodings differ in a few letters alone: without one of those, what is found for one holds for the others.
    let guessed_text = decode_as(&sample, guess).text;
    let wide = utf16(bytes);
    let mut candidates: Vec<Candidate> = ENCODINGS
        .into_iter()
        .filter(|encoding| !encoding.label.starts_with("UTF-16") || wide == Some(encoding.label))
        .filter_map(|known| {
            let encoding = by_label(known.label).ok()?;
            let is_wide = wide.is_some_and(|wide| wide == known.label);
            let decoded = decode_as(if is_wide { bytes } else { &sample }, encoding);
            let detected = wide.is_none() && decoded.text == guessed_text;
            Some(candidate(known, &decoded.text, bytes, &decoded.bad, detected))
        })
        .collect();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
    candidates
}

fn candidate(
    known: Encoding,
    text: &str,
    bytes: &[u8],
    bad: &[super::BadBytes],
    detected: bool,
) -> Candidate {
    let mut evidence = Vec::new();
    if detected {
        evidence.push(Evidence::Detector);
    }
    if !bad.is_empty() {
        // Lines of the file, not of the sample.
        let whole = by_label(known.label)
            .ok()
            .map(|encoding| decode_as(bytes, encoding));
        if let Some((first, count)) = whole.and_then(|whole| Some((*whole.bad.first()?, whole.bad_count))) {
            evidence.push(Evidence::Undecodable {
                count,
                line: first.line,
            });
        }
        return Candidate {
            encoding: known,
            score: 0,
            evidence,
        };
    }
    let Words {
        count,
        odd,
        example,
        weight,
    } = weigh(text);
    match example {
        Some(example) => evidence.push(Evidence::OddWords { count: odd, example }),
        None if count > 0 => evidence.push(Evidence::Words { count }),
        None => {}
    }
    // The detector knows languages, and not all of these encodings: it weighs as much as a word in five.
    let weight = if detected { weight + 0.2 } else { weight };
    Candidate {
        encoding: known,
        score: (weight / 1.2 * 99.0).round().clamp(0.0, 99.0) as u32 + 1,
        evidence,
    }
}

/// The lines with bytes outside ASCII.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if !line.is_ascii() {
            sample.extend_from_slice(line);
        }
        if sample.len() >= MOST_BYTES {
            break;
        }
    }
    sample
}

/// UTF-16 without a byte order mark, known by line breaks and by what stands in addresses: their other byte is 0, always on the same side.
/// Other characters that look like that the wrong way round are few beside them.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    let (mut little, mut big) = (0, 0);
    for pair in bytes.get(..MOST_BYTES).unwrap_or(bytes).as_chunks::<2>().0 {
        match pair {
            [b'\t' | b'\n' | b'\r' | b' '..=b'~', 0] => little += 1,
            [0, b'\t' | b'\n' | b'\r' | b' '..=b'~'] => big += 1,
            _ => {}
        }
    }
    if little > 4 * big {
        Some("UTF-16LE")
    } else if big > 4 * little {
        Some("UTF-16BE")
    } else {
        None
    }
}
