//! What a guess rests on, and what speaks against it, in the administrator's words.

use rollcall_model::Field;
use rollcall_table::Table;

/// What a guess at a column rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Its name is known word for word.
    Name,
    /// All words of its name are known.
    Words,
    /// Its name says something like it.
    Hint,
    /// What stands in it.
    Content,
    /// Where it stands.
    Position,
    /// It holds the addresses that the accounts have now.
    Live,
}

impl Evidence {
    /// As shown beside the column.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Name | Self::Words => "By its name.",
            Self::Hint => "Its name says something like it.",
            Self::Content => "By what stands in it.",
            Self::Position => "By where it stands.",
            Self::Live => "It holds the addresses that the accounts have now.",
        }
    }
}

/// What speaks against a guess. Columns are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The file has no header, and two addresses in a row do not say which is which.
    NoHeader,
    /// The names of the header do not say where everything stands.
    NamesMissing,
    /// The name of a column says something like the field, and not more.
    NameUnclear {
        /// Which.
        column: usize,
    },
    /// `email` was taken for the new address, because another column is a former one.
    PlainName {
        /// Which.
        column: usize,
    },
    /// More than one column could hold this field.
    SeveralColumns {
        /// Which field.
        field: Field,
    },
    /// A column that is not read is full of addresses.
    Rival {
        /// Which.
        column: usize,
    },
    /// A column does not hold what its name says.
    ContentDiffers {
        /// Which.
        column: usize,
        /// What it should hold.
        field: Field,
    },
    /// Another column holds the addresses that the accounts have now.
    LiveElsewhere {
        /// Which.
        column: usize,
    },
    /// Most rows are wider or narrower than the header.
    WidthDiffers,
    /// A column without a name holds something.
    Unnamed {
        /// Which.
        column: usize,
    },
    /// Two rows could be the header.
    TwoHeaders,
    /// What stands above the table may be rows.
    RowsAbove,
    /// A row of a list without a header is none.
    OddRow {
        /// Its line.
        line: u32,
    },
    /// Rows whose cells may stand in wrong columns.
    Irregular,
    /// The encoding was guessed, and letters outside ASCII would be written.
    SpellingGuessed,
}

impl Doubt {
    /// In words.
    pub fn message(self, table: &Table) -> String {
        let name = |column: usize| match table.header(column) {
            Some(name) if !name.is_empty() => format!("“{name}”"),
            _ => format!("column {}", column + 1),
        };
        match self {
            Self::NoHeader => "The file has no header, so nothing says which column is which.".to_owned(),
            Self::NamesMissing => "The names of the columns do not say where everything stands.".to_owned(),
            Self::NameUnclear { column } => format!("The name {} is not clear.", name(column)),
            Self::PlainName { column } => format!(
                "{} was taken for the new address, because another column holds the former one.",
                name(column)
            ),
            Self::SeveralColumns { field } => {
                format!("More than one column could be “{}”.", field.title())
            }
            Self::Rival { column } => format!("{} holds addresses too, and is not read.", capital(&name(column))),
            Self::ContentDiffers { column, field } => format!(
                "{} does not hold what “{}” asks for.",
                capital(&name(column)),
                field.title()
            ),
            Self::LiveElsewhere { column } => format!(
                "The accounts have the addresses of {} now, whatever the names of the columns say.",
                name(column)
            ),
            Self::WidthDiffers => {
                "Most rows have more or fewer cells than the header: the names do not stand above what they name. Put the header right, and load the file again.".to_owned()
            }
            Self::Unnamed { column } => format!("Column {} has no name, and is not empty.", column + 1),
            Self::TwoHeaders => "Two rows have the names of columns, and the lower one was taken for the header.".to_owned(),
            Self::RowsAbove => "Lines above the table hold addresses or ids, and are skipped.".to_owned(),
            Self::OddRow { line } => format!("Line {line} is not like the others, and no header says what it should be."),
            Self::Irregular => {
                "Some rows are irregular: their cells may stand in the wrong columns. The review names each.".to_owned()
            }
            Self::SpellingGuessed => {
                "The encoding was guessed, and there are letters that another encoding would spell otherwise.".to_owned()
            }
        }
    }

    /// Whether it is about the file and not about its columns, so that a mapping which was chosen before does not settle it.
    pub const fn is_about_file(self) -> bool {
        matches!(
            self,
            Self::Irregular
                | Self::TwoHeaders
                | Self::RowsAbove
                | Self::OddRow { .. }
                | Self::WidthDiffers
                | Self::SpellingGuessed
                | Self::LiveElsewhere { .. }
        )
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
