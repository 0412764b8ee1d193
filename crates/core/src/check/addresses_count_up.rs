//! New addresses count up from row to row, and have nothing of the former ones: a cell was dragged in a spreadsheet.

use rollcall_model::{Field, address};

use super::{Check, CheckContext, Drift, Text};

/// The check.
pub static CHECK: Check =
    Check::file("W071-addresses-count-up", "New addresses count up", find).about(Field::NewAddress);

/// How many rows in a row it takes. Two may be two people with a number each.
const FEWEST: usize = 3;

fn find(context: &CheckContext, _: &Drift) -> Option<Text> {
    if context.changes.are_claimed() {
        return None;
    }
    let (mut best, mut run): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut direction = None;
    for row in 0..context.changes.rows() {
        let follows = run.last().and_then(|&before| counts(context, before, row));
        if follows.is_none() || (run.len() > 1 && follows != direction) {
            // The row before may begin a run of its own.
            run = follows.and(run.last().copied()).into_iter().collect();
        }
        direction = follows;
        run.push(row);
        if run.len() > best.len() {
            best.clone_from(&run);
        }
    }
    if best.len() < FEWEST {
        return None;
    }
    let wanted = |row: Option<&u32>| row.map_or("", |&row| context.changes.text(row, Field::NewAddress));
    Some(Text::new(
        format!(
            "The new addresses of the rows from line {} to line {} count on from row to row ({}, {} …): a cell was probably dragged in a spreadsheet.",
            best.first().map_or(0, |&row| context.line(row)),
            best.last().map_or(0, |&row| context.line(row)),
            wanted(best.first()),
            wanted(best.get(1)),
        ),
        "Look at them. If they are wrong, put the column right in the program that made the file, and load it again.",
    ))
}

/// Whether the number in the second address is the next one, up or down, of the first; and neither has to do with the account's former
/// address.
fn counts(context: &CheckContext, before: u32, row: u32) -> Option<bool> {
    let address = |row| context.changes.text(row, Field::NewAddress).split_once('@');
    let ((local, domain), (other_local, other_domain)) = (address(before)?, address(row)?);
    let in_local = step(local, other_local).filter(|_| address::same(domain, other_domain));
    let meant = |row| is_of_account(context, row);
    in_local
        .filter(|_| !meant(before) && !meant(row))
        .or_else(|| step(domain, other_domain))
}

/// Whether two texts differ in nothing but their last number, and this by one: `true` for up, `false` for down.
fn step(one: &str, other: &str) -> Option<bool> {
    let ((head, number, tail), (other_head, other_number, other_tail)) = (numbered(one)?, numbered(other)?);
    let is_same = address::same(head, other_head) && address::same(tail, other_tail);
    match (
        number.checked_add(1)? == other_number,
        other_number.checked_add(1)? == number,
    ) {
        (true, _) if is_same => Some(true),
        (_, true) if is_same => Some(false),
        _ => None,
    }
}

/// A text, taken apart at its last number.
fn numbered(text: &str) -> Option<(&str, u64, &str)> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (rest, tail) = text.split_at_checked(end)?;
    let digits = rest.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (head, number) = rest.split_at_checked(rest.len() - digits)?;
    Some((head, number.parse().ok()?, tail))
}

/// Whether the current address has the number of the new one too, or the same name: then it was meant.
fn is_of_account(context: &CheckContext, row: u32) -> bool {
    let local = |field| {
        let address = context.changes.text(row, field);
        address::fold(address.split('@').next().unwrap_or_default()).into_owned()
    };
    let (wanted, current) = (local(Field::NewAddress), local(Field::CurrentAddress));
    wanted == current || numbered(&wanted).is_some_and(|(_, number, _)| current.contains(&number.to_string()))
}
