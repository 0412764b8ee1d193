//! The new addresses that a rule makes for many accounts, and the conflicts between them.

use std::collections::hash_map::Entry;

use super::{Account, Left, ReadRule};
use crate::listing::{ACCOUNT_ID, EMAIL, MOST, NAME, Order, Reading};
use rollcall_model::address;
use rollcall_model::hash;
use rollcall_table::Writer;

/// The result of a rule for one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The account's id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The current address; empty if unknown.
    pub now: String,
    /// The new address; empty if the rule makes none.
    pub new: String,
    /// The result.
    pub fate: Fate,
}

/// The result of a rule for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The account gets another address.
    Changes,
    /// Another account of the preview would get the same address; that account.
    Twice(String),
    /// Another account of the preview has this address and keeps it; that account.
    Taken(String),
    /// The account already has the address.
    Same,
    /// The rule makes no address for the account.
    Left(Left),
}

impl Fate {
    /// The kind of result.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Changes => Kind::Change,
            Self::Twice(_) | Self::Taken(_) => Kind::Conflict,
            Self::Same | Self::Left(Left::Apart) => Kind::Stay,
            Self::Left(_) => Kind::Cannot,
        }
    }

    /// Whether the account is written to the change file. Conflicts are included: the review shows them too, and they can be resolved
    /// there.
    fn is_in_file(&self) -> bool {
        matches!(self.kind(), Kind::Change | Kind::Conflict)
    }

    /// Explanation for the user.
    pub fn message(&self) -> String {
        match self {
            Self::Changes => "Gets a new address.".to_owned(),
            Self::Twice(other) => format!("{other} would get the same address."),
            Self::Taken(other) => format!("{other} has that address and keeps it."),
            Self::Same => "Has it already.".to_owned(),
            Self::Left(left) => left.to_string(),
        }
    }
}

/// Kinds of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The account gets another address, without a conflict.
    Change,
    /// Its new address is also wanted or kept by another account.
    Conflict,
    /// The account is unchanged: it already has the address, or the rule is about other addresses.
    Stay,
    /// No address can be made for it.
    Cannot,
}

/// Number of accounts of a preview by kind of result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accounts that get another address, without a conflict.
    pub change: u32,
    /// Accounts whose new address another account also wants or keeps.
    pub conflict: u32,
    /// Accounts that are unchanged: they already have the address, or the rule is about other addresses.
    pub stay: u32,
    /// Accounts for which no address can be made.
    pub cannot: u32,
}

/// The results of a rule for many accounts.
#[derive(Debug)]
pub struct Preview {
    rows: Vec<Renamed>,
}

/// The index of the first account that has or wants an address, by folded address.
type Holders = hash::Map<String, usize>;

impl Preview {
    /// Applies the rule to each account. An account may take an address that another account gives up: the plan of the run orders the two
    /// changes.
    pub fn new<'a>(rule: &ReadRule, accounts: impl IntoIterator<Item = Account<'a>>) -> Self {
        let rows = accounts.into_iter().map(|account| renamed(rule, account));
        Self::settled(rows.collect())
    }

    /// Applies the rule to each account that a listing shows.
    pub fn of_listing(rule: &ReadRule, reading: &mut Reading, order: &Order) -> Self {
        let places = [ACCOUNT_ID, NAME, EMAIL].map(|key| reading.listing().column(key));
        let (mut all, mut known) = (Vec::new(), hash::Set::default());
        reading.in_order(order, |rows, row| {
            let [id, name, address] = places.map(|place| place.map_or("", |place| rows.cell(row, place)));
            // An account can have several rows.
            if !id.is_empty() && known.insert(id.to_owned()) {
                all.push(renamed(rule, Account { id, name, address }));
            }
        });
        Self::settled(all)
    }

    /// Marks the accounts whose new addresses conflict.
    fn settled(mut rows: Vec<Renamed>) -> Self {
        let (mut wanted, mut kept) = (Holders::default(), Holders::default());
        let mut twice = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            if row.fate == Fate::Changes {
                match wanted.entry(address::fold(&row.new).into_owned()) {
                    Entry::Vacant(place) => drop(place.insert(at)),
                    Entry::Occupied(other) => twice.push((at, *other.get())),
                }
            } else if !row.now.is_empty() {
                kept.insert(address::fold(&row.now).into_owned(), at);
            }
        }
        // Each of several accounts that want the same address names another one of them.
        for &(at, first) in twice.iter().rev() {
            let (own, others) = (who(&rows, at), who(&rows, first));
            set(&mut rows, at, Fate::Twice(others));
            set(&mut rows, first, Fate::Twice(own));
        }
        for at in 0..rows.len() {
            let keeper = rows
                .get(at)
                .filter(|row| row.fate == Fate::Changes)
                .and_then(|row| kept.get(&*address::fold(&row.new)));
            if let Some(&keeper) = keeper {
                let keeper = who(&rows, keeper);
                set(&mut rows, at, Fate::Taken(keeper));
            }
        }
        Self { rows }
    }

    /// All accounts, in their input order.
    pub fn rows(&self) -> &[Renamed] {
        &self.rows
    }

    /// Number of accounts by kind of result.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            let count = match row.fate.kind() {
                Kind::Change => &mut counts.change,
                Kind::Conflict => &mut counts.conflict,
                Kind::Stay => &mut counts.stay,
                Kind::Cannot => &mut counts.cannot,
            };
            *count += 1;
        }
        counts
    }

    /// Up to `count` accounts of one kind, or of all kinds, starting at `from`; and the total number of these accounts.
    pub fn window(&self, only: Option<Kind>, from: u32, count: u32) -> (u32, Vec<&Renamed>) {
        let is_wanted = |row: &&Renamed| only.is_none_or(|kind| row.fate.kind() == kind);
        let total = self.rows.iter().filter(is_wanted).count();
        let rows = self.rows.iter().filter(is_wanted).skip(from as usize);
        (total as u32, rows.take(count.min(MOST) as usize).collect())
    }

    /// A change file for *change e-mail* with the accounts that get another address, conflicts included.
    pub fn change_file(&self, byte_order_mark: bool) -> Vec<u8> {
        let mut file = Writer::new(&["account_id", "old_email", "new_email"]);
        for row in self.rows.iter().filter(|row| row.fate.is_in_file()) {
            file.row([&row.id, &row.now, &row.new]);
        }
        file.finish(byte_order_mark)
    }
}

fn renamed(rule: &ReadRule, account: Account<'_>) -> Renamed {
    let now = account.address.trim();
    let (new, fate) = match rule.address(account) {
        Ok(new) if new == now => (new, Fate::Same),
        Ok(new) => (new, Fate::Changes),
        Err(left) => (String::new(), Fate::Left(left)),
    };
    Renamed {
        id: account.id.to_owned(),
        name: account.name.to_owned(),
        now: now.to_owned(),
        new,
        fate,
    }
}

/// An account's name for messages.
fn who(rows: &[Renamed], at: usize) -> String {
    let Some(row) = rows.get(at) else {
        return String::new();
    };
    match (row.name.is_empty(), row.now.is_empty()) {
        (false, false) => format!("{} ({})", row.name, row.now),
        (false, true) => row.name.clone(),
        (true, false) => row.now.clone(),
        (true, true) => row.id.clone(),
    }
}

fn set(rows: &mut [Renamed], at: usize, fate: Fate) {
    if let Some(row) = rows.get_mut(at) {
        row.fate = fate;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rename::{Rule, Spelling};
    use proptest::prelude::*;

    fn preview(rule: &Rule, accounts: &[(&str, &str, &str)]) -> Preview {
        let accounts = accounts
            .iter()
            .map(|&(id, name, address)| Account { id, name, address });
        Preview::new(&rule.read().unwrap(), accounts)
    }

    fn told(preview: &Preview) -> Vec<String> {
        let told = |row: &Renamed| format!("{} {} {}", row.id, row.new, row.fate.message());
        preview.rows().iter().map(told).collect()
    }

    #[test]
    fn who_wants_what_another_wants_or_keeps_is_told() {
        let names = Rule::Names {
            template: "{first}@example.com".to_owned(),
            spelling: Spelling::Plain,
        };
        let preview = preview(
            &names,
            &[
                ("1", "Ada L", "ada.l@example.com"),
                ("2", "Ada M", "ada.m@example.com"),
                ("3", "Ada N", ""),
                ("4", "Bob", "bob@example.com"),
                ("5", "BÖB", "boeb@example.com"),
                ("6", "", "eve@example.com"),
                ("7", "Eve", "e@example.com"),
                ("8", "Kim", "k@example.com"),
            ],
        );
        insta::assert_snapshot!(told(&preview).join("\n"), @"
        1 ada@example.com Ada M (ada.m@example.com) would get the same address.
        2 ada@example.com Ada L (ada.l@example.com) would get the same address.
        3 ada@example.com Ada L (ada.l@example.com) would get the same address.
        4 bob@example.com Has it already.
        5 bob@example.com Bob (bob@example.com) has that address and keeps it.
        6  Its name has nothing for {first}.
        7 eve@example.com eve@example.com has that address and keeps it.
        8 kim@example.com Gets a new address.
        ");
        assert_eq!(
            preview.counts(),
            Counts {
                change: 1,
                conflict: 5,
                stay: 1,
                cannot: 1
            }
        );
        let (total, conflicts) = preview.window(Some(Kind::Conflict), 1, 2);
        assert_eq!(total, 5);
        assert_eq!(
            conflicts.iter().map(|row| &row.id).collect::<Vec<_>>(),
            ["2", "3"]
        );
        assert_eq!(preview.window(None, 7, 9).1.len(), 1);
        insta::assert_snapshot!(String::from_utf8(preview.change_file(false)).unwrap().replace('\r', ""), @"
        account_id,old_email,new_email
        1,ada.l@example.com,ada@example.com
        2,ada.m@example.com,ada@example.com
        3,,ada@example.com
        5,boeb@example.com,bob@example.com
        7,e@example.com,eve@example.com
        8,k@example.com,kim@example.com
        ");
    }

    #[test]
    fn an_address_that_its_holder_leaves_can_be_taken() {
        let shift = Rule::Pattern {
            find: "^a|^b".to_owned(),
            put: "b".to_owned(),
        };
        let preview = preview(&shift, &[("1", "", "a@x.com"), ("2", "", "c@x.com")]);
        assert_eq!(preview.rows()[0].fate, Fate::Changes);
        let swap = Rule::Pattern {
            find: r"^(\w)(\w)".to_owned(),
            put: "$2$1".to_owned(),
        };
        let preview = super::tests::preview(&swap, &[("1", "", "ab@x.com"), ("2", "", "ba@x.com")]);
        assert_eq!(preview.counts().change, 2);
    }

    fn people() -> impl Strategy<Value = Vec<(String, String)>> {
        let name = prop_oneof!["[A-Zäöüéñ]{0,3} [a-zß’-]{0,3}", "\\PC{0,6}"];
        let address = prop_oneof![
            Just(String::new()),
            "[ab]{1,2}@(x|y)\\.com",
            "[AB]@X\\.com",
            "\\PC{0,5}"
        ];
        prop::collection::vec((name, address), 0..12)
    }

    fn rules() -> impl Strategy<Value = Rule> {
        let domain = |domains: &'static str| domains.prop_map(|text: String| text);
        prop_oneof![
            (domain("(x\\.com)?"), domain("[xyz]\\.com")).prop_map(|(from, to)| Rule::Domain { from, to }),
            Just(Rule::Pattern {
                find: "(.)@(.)".to_owned(),
                put: "$2@${1}".to_owned()
            }),
            Just(Rule::Names {
                template: "{first}.{last}@x.com".to_owned(),
                spelling: Spelling::German
            }),
            Just(Rule::Names {
                template: "{f}{before}@{domain}".to_owned(),
                spelling: Spelling::Plain
            }),
        ]
    }

    proptest! {
        /// For every rule and set of people: each changed account gets a valid address that differs from its current one and that no other
        /// account has.
        #[test]
        fn no_two_accounts_end_with_one_address(rule in rules(), people in people()) {
            let ids: Vec<String> = (0..people.len()).map(|at| at.to_string()).collect();
            let accounts = people.iter().zip(&ids).map(|((name, address), id)| Account { id, name, address });
            let preview = Preview::new(&rule.read().unwrap(), accounts);
            prop_assert_eq!(preview.rows().len(), people.len());
            let mut after = std::collections::BTreeSet::new();
            for row in preview.rows().iter().filter(|row| row.fate == Fate::Changes) {
                prop_assert!(address::parse(&row.new).is_ok(), "{}", row.new);
                prop_assert_ne!(&row.new, &row.now);
                prop_assert!(after.insert(address::fold(&row.new).into_owned()), "{} twice", row.new);
            }
            for row in preview.rows().iter().filter(|row| !row.fate.is_in_file()) {
                prop_assert!(row.now.is_empty() || !after.contains(&*address::fold(&row.now)), "{} is taken", row.now);
            }
        }
    }
}
