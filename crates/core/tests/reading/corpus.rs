//! Reads every file of the corpus and compares it with what is right. `cargo xtask test corpus` prints the figures.
use std::collections::BTreeMap;

use crate::case::{Case, Outcome, judge};

#[test]
fn nothing_is_misread_in_silence() {
    let cases = Case::all();
    let mut outcomes: BTreeMap<Outcome, Vec<String>> = BTreeMap::new();
    let mut good_asked = Vec::new();
    for case in &cases {
        let (outcome, wrong) = judge(case);
        let says = format!("{}: {}", case.name, wrong.join("; "));
        if case.is_good() && outcome != Outcome::Read {
            good_asked.push(says.clone());
        }
        outcomes.entry(outcome).or_default().push(says);
    }
    let count = |outcome| outcomes.get(&outcome).map_or(0, Vec::len);
    println!("{} files:", cases.len());
    println!("  read rightly      {}", count(Outcome::Read));
    println!("  asked rightly     {}", count(Outcome::Asked));
    println!("  refused rightly   {}", count(Outcome::Refused));
    println!("  visibly wrong     {}", count(Outcome::VisiblyWrong));
    println!("  silently wrong    {}", count(Outcome::SilentlyWrong));
    for outcome in [Outcome::VisiblyWrong, Outcome::SilentlyWrong] {
        for says in outcomes.get(&outcome).into_iter().flatten() {
            println!("{outcome:?} {says}");
        }
    }
    assert_eq!(count(Outcome::SilentlyWrong), 0);
    assert_eq!(
        good_asked,
        Vec::<String>::new(),
        "a good file is read without a question"
    );
    assert!(100 * count(Outcome::VisiblyWrong) <= 3 * cases.len());
}
