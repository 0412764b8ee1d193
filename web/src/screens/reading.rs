//! How the file was read, all of it open to another choice: encoding and delimiter, or the sheet of a workbook; the header row, the first
//! and the last row.

use rollcall_protocol::{HeaderChoice, LineState, ReadingState, Reread, WorkbookState};
use yew::prelude::*;

use crate::{
    format,
    state::workbench::{Workbench, as_read},
    widgets::{Choice, Field, Select},
};

/// The delimiters that can be chosen; another one that the file turned out to have is added.
const DELIMITERS: [(char, &str); 4] = [
    (',', "Comma"),
    (';', "Semicolon"),
    ('\t', "Tab"),
    ('|', "Bar (|)"),
];

#[derive(Properties, PartialEq)]
pub(super) struct ReadingChoicesProps {
    pub(super) reading: ReadingState,
    pub(super) workbench: Workbench,
}

#[component]
pub(super) fn ReadingChoices(props: &ReadingChoicesProps) -> Html {
    let ReadingChoicesProps { reading, workbench } = props;
    let encodings: Vec<_> = reading
        .encodings
        .iter()
        .map(|label| Choice::new(label.clone(), label.clone()))
        .collect();
    let mut delimiters: Vec<_> = DELIMITERS
        .iter()
        .map(|(delimiter, title)| Choice::new(delimiter.to_string(), *title))
        .collect();
    if !DELIMITERS
        .iter()
        .any(|(delimiter, _)| *delimiter == reading.delimiter)
    {
        delimiters.push(Choice::new(reading.delimiter, reading.delimiter));
    }
    let mut headers = vec![Choice::new("", "There is no header")];
    headers.extend(lines(
        &reading.first_lines,
        reading.header.then_some(reading.begins),
    ));
    let mut first_rows = vec![Choice::new("", "Below the header")];
    first_rows.extend(lines(&reading.first_lines, reading.first_line));
    let mut last_rows = vec![Choice::new("", "The last line")];
    last_rows.extend(lines(&reading.last_lines, reading.last_line));
    let header = reading.header.then_some(reading.begins);

    // What is not changed here stays as it was read.
    let reread = |change: fn(&mut Reread, &str)| {
        let (workbench, now) = (workbench.link.clone(), as_read(reading));
        Callback::from(move |value: String| {
            let mut reading = now.clone();
            change(&mut reading, &value);
            workbench.reread(reading);
        })
    };
    let guessed = |guessed: bool| {
        if guessed {
            html!("Guessed from the content.")
        } else {
            html!()
        }
    };
    html! {
        <div class="rc-choices">
            if let Some(workbook) = &reading.workbook {
                <Field id="sheet" label="Sheet">
                    <Select
                        id="sheet"
                        choices={sheets(workbook)}
                        value={workbook.sheet.to_string()}
                        on_choose={reread(|reading, value| {
                            // Another sheet is another table.
                            *reading = Reread { sheet: value.parse().ok(), ..Reread::default() };
                        })}
                    />
                </Field>
            } else {
            <Field id="encoding" label="Encoding" hint={guessed(reading.encoding_is_guessed)}>
                <Select
                    id="encoding"
                    choices={encodings}
                    value={reading.encoding.clone()}
                    on_choose={reread(|reading, value| reading.encoding = Some(value.to_owned()))}
                />
            </Field>
            <Field id="delimiter" label="Delimiter" hint={guessed(reading.delimiter_is_guessed)}>
                <Select
                    id="delimiter"
                    choices={delimiters}
                    value={reading.delimiter.to_string()}
                    on_choose={reread(|reading, value| {
                        // Other cells may have another header.
                        reading.delimiter = value.chars().next();
                        reading.header = None;
                        reading.first_line = None;
                    })}
                />
            </Field>
            }
            <Field id="header" label="Header">
                <Select
                    id="header"
                    choices={headers}
                    value={value_of(header)}
                    on_choose={reread(|reading, value| {
                        reading.header = Some(value.parse().map_or(HeaderChoice::Absent, HeaderChoice::Line));
                        reading.first_line = None;
                    })}
                />
            </Field>
            <Field id="first-row" label="First row">
                <Select
                    id="first-row"
                    choices={first_rows}
                    value={value_of(reading.first_line)}
                    on_choose={reread(|reading, value| reading.first_line = value.parse().ok())}
                />
            </Field>
            <Field id="last-row" label="Last row">
                <Select
                    id="last-row"
                    choices={last_rows}
                    value={value_of(reading.last_line)}
                    on_choose={reread(|reading, value| reading.last_line = value.parse().ok())}
                />
            </Field>
        </div>
    }
}

/// The sheets that hold something, by their places in the workbook.
fn sheets(workbook: &WorkbookState) -> Vec<Choice> {
    let sheets = workbook.sheets.iter().enumerate();
    sheets
        .filter(|(_, sheet)| sheet.rows != Some(0))
        .map(|(at, sheet)| {
            let hidden = if sheet.hidden { ", hidden" } else { "" };
            let rows = sheet.rows.map_or_else(String::new, |rows| {
                format!(" (up to row {}{hidden})", format::count(rows))
            });
            Choice::new(at.to_string(), format!("{}{rows}", sheet.name))
        })
        .collect()
}

fn value_of(line: Option<u32>) -> String {
    line.map_or_else(String::new, |line| line.to_string())
}

/// Lines that can be chosen; the one that is chosen is among them.
fn lines(lines: &[LineState], chosen: Option<u32>) -> Vec<Choice> {
    let mut choices: Vec<_> = lines
        .iter()
        .map(|line| {
            Choice::new(
                line.line.to_string(),
                format!("Line {}: {}", line.line, line.text),
            )
        })
        .collect();
    if let Some(chosen) = chosen
        && !lines.iter().any(|line| line.line == chosen)
    {
        choices.push(Choice::new(chosen.to_string(), format!("Line {chosen}")));
    }
    choices
}
