//! Changes a journal, from a seed, and makes its sum and its seal right again.

mod entries;
mod plan;
mod values;

use rollcall_core::journal::Unopened;
use rollcall_core::journal::{self, Entry, RunId, SealKey};
use serde_json::{Value, json};

use crate::base::Base;

/// Where the choices come from: `SplitMix64`.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// One change.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A text somewhere.
    Text,
    /// A number somewhere, to one of its bounds.
    Number,
    /// A key of an object: gone, or another one added.
    Key,
    /// Entries in another order, one less, or one twice.
    Order,
    /// A decision that nobody took.
    Decision,
    /// When something happened.
    Time,
    /// An address wherever it stands, as a careful forger changes it.
    AddressEverywhere,
    /// One account in the place of another, wherever it stands.
    AccountEverywhere,
    /// What a row asks for, with its steps.
    RowAndSteps,
    /// A row less, or one of somebody else's.
    Row,
    /// Another action, with what its rows ask for.
    Action,
    /// What the file says became of something.
    Outcome,
    /// How the run is cut into batches, and when it stops.
    Batches,
    /// What is shown and never sent: names, lines, the name of the file.
    Label,
    /// How the journal ends.
    End,
    /// Which organization it is of.
    Organization,
    /// Rows of the forger's own, and the very plan that Rollcall makes of them.
    Rebuilt,
}

const KINDS: &[&Kind] = &[
    &Kind::Text,
    &Kind::Number,
    &Kind::Key,
    &Kind::Order,
    &Kind::Decision,
    &Kind::Decision,
    &Kind::Time,
    &Kind::AddressEverywhere,
    &Kind::AddressEverywhere,
    &Kind::AccountEverywhere,
    &Kind::RowAndSteps,
    &Kind::RowAndSteps,
    &Kind::Row,
    &Kind::Action,
    &Kind::Outcome,
    &Kind::Outcome,
    &Kind::Batches,
    &Kind::Batches,
];

/// Those that leave a file which opens, mostly: what a careful forger does.
const CAREFUL: &[&Kind] = &[
    &Kind::Rebuilt,
    &Kind::Rebuilt,
    &Kind::Rebuilt,
    &Kind::Label,
    &Kind::Decision,
    &Kind::Outcome,
    &Kind::End,
    &Kind::Organization,
];

/// The mutant of a seed, and what was done to it.
pub(crate) fn of_seed(seed: u64, base: &Base) -> (Vec<u8>, Vec<impl std::fmt::Debug>) {
    let mut chance = Chance(seed);
    let mut lines: Vec<Value> = lines(&base.journal);
    let mut done = Vec::new();
    let is_careful = chance.below(3) > 0;
    for _ in 0..=chance.below(3) {
        let kind = *chance.one_of(if is_careful { CAREFUL } else { KINDS });
        done.push(kind);
        mutate(&mut chance, kind, &mut lines, base);
    }
    // Most forgers count.
    if is_careful || chance.below(4) > 0 {
        for (at, line) in lines.iter_mut().enumerate() {
            line["seq"] = json!(at + 1);
        }
    }
    let is_sealed = chance.below(2) == 0;
    (written(&lines, is_sealed.then_some(base)), done)
}

fn lines(journal: &[Entry]) -> Vec<Value> {
    journal
        .iter()
        .map(|entry| serde_json::to_value(entry).unwrap())
        .collect()
}

/// The file with these lines, with a right sum; and, where somebody has the key, with a right seal.
fn written(lines: &[Value], sealed: Option<&Base>) -> Vec<u8> {
    let entries: Option<Vec<Unopened>> = lines
        .iter()
        .map(|line| serde_json::from_value(line.clone()).ok())
        .collect();
    if let Some(entries) = &entries {
        let key = sealed.map(|base| SealKey::derive(base.sandbox.key().as_bytes(), RunId::of_draw(1)));
        return journal::file::write(entries, key.as_ref()).unwrap();
    }
    // What is no entry of ours is written as it is.
    let mut file = b"{\"rollcall-journal\":2}\n".to_vec();
    for line in lines {
        file.extend(line.to_string().into_bytes());
        file.push(b'\n');
    }
    let sum = <sha2::Sha256 as sha2::Digest>::digest(&file);
    let sum = sum
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    file.extend(format!("{{\"entries\":{},\"sha256\":\"{sum}\"}}\n", lines.len()).into_bytes());
    file
}

/// A change of this kind.
fn mutate(chance: &mut Chance, kind: Kind, lines: &mut Vec<Value>, base: &Base) {
    match kind {
        Kind::Text => values::text(chance, lines, base),
        Kind::Number => values::number(chance, lines),
        Kind::Key => values::key(chance, lines),
        Kind::Outcome => values::outcome(chance, lines),
        Kind::Order => entries::order(chance, lines),
        Kind::Decision => entries::decision(chance, lines),
        Kind::Time => entries::time(chance, lines),
        Kind::End => entries::end(chance, lines),
        Kind::AddressEverywhere => plan::address_everywhere(chance, lines, base),
        Kind::AccountEverywhere => plan::account_everywhere(chance, lines, base),
        Kind::RowAndSteps => plan::row_and_steps(chance, lines, base),
        Kind::Row => plan::row(chance, lines, base),
        Kind::Action => plan::action(chance, lines),
        Kind::Batches => plan::batches(chance, lines),
        Kind::Label => plan::label(chance, lines, base),
        Kind::Organization => plan::organization(lines, base),
        Kind::Rebuilt => plan::rebuilt(chance, lines, base),
    }
}

/// The first of the two published forgeries: a step that gives an account to somebody else than its row shows.
pub(crate) fn step_for_an_attacker(base: &Base) -> Vec<u8> {
    let mut lines = lines(&base.journal);
    let steps = lines[0]["event"]["plan"]["steps"].as_array_mut().unwrap();
    steps[0]["to"] = json!("attacker@example.org");
    written(&lines, None)
}

/// The second: a journal that nobody ever ran, in which everything is decided already.
pub(crate) fn decided_by_nobody(base: &Base) -> Vec<u8> {
    let mut forged = vec![lines(&base.journal)[0].clone()];
    let at = forged[0]["at"].clone();
    for event in [
        json!({ "event": "decided", "decision": "begin" }),
        json!({ "event": "decided", "decision": "all-batches" }),
        json!({ "event": "handed-over" }),
    ] {
        let seq = forged.len() + 1;
        forged.push(json!({ "seq": seq, "at": at, "event": event }));
    }
    written(&forged, Some(base))
}
