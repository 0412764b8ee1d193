//! A change file to try the page with.

use std::fmt::Write;

use crate::account::{Account, Life, Lock};
use crate::address;
use crate::maker::{HELD_ELSEWHERE, UNVERIFIED, VERIFIED};
use crate::organization::Organization;

/// One row: account, current address, new address.
type Row = (String, String, String);

impl Organization {
    /// A change file over the organization's accounts: about 40 rows with enough accounts (160 or more), fewer with fewer. Most are
    /// good; between them stands one of each thing that goes wrong in such files. Columns `account_id,old_email,new_email`.
    pub fn example_change_file(&self) -> String {
        let mut plain = self.accounts().iter().filter(|account| is_plain(account));
        let mut good = plain
            .by_ref()
            .take(18)
            .map(|account| moved(account, other_domain(account)));
        // The good rows are told apart first: the rows between them need accounts of their own.
        let good: Vec<Row> = good.by_ref().collect();
        let telling = self.telling_rows(&mut plain);

        let mut file = String::from("account_id,old_email,new_email\n");
        let mut telling = telling.into_iter();
        let mut good = good.into_iter();
        loop {
            let rows = good.next().into_iter().chain(telling.next().unwrap_or_default());
            let before = file.len();
            for (id, old, new) in rows {
                // Nothing that a row holds needs quotes.
                let _ = writeln!(file, "{id},{old},{new}");
            }
            if file.len() == before {
                return file;
            }
        }
    }

    /// Rows that teach something; each entry stands together in the file.
    fn telling_rows<'a>(&'a self, plain: &mut impl Iterator<Item = &'a Account>) -> Vec<Vec<Row>> {
        let mut rows = Vec::new();
        // A slip in the domain.
        if let Some(account) = plain.next() {
            let slip = other_domain(account).replacen("mp", "pm", 1);
            rows.push(vec![moved(account, &slip)]);
        }
        // A space after the address, as spreadsheets leave it.
        if let Some(account) = plain.next() {
            let (id, old, new) = moved(account, other_domain(account));
            rows.push(vec![(id, old, format!("{new} "))]);
        }
        // The address of a colleague who keeps it.
        if let (Some(account), Some(colleague)) = (plain.next(), plain.next()) {
            rows.push(vec![renamed(account, &colleague.address)]);
        }
        // A chain: the second takes the address that the first leaves.
        if let (Some(first), Some(second)) = (plain.next(), plain.next()) {
            rows.push(vec![
                renamed(second, &first.address),
                moved(first, other_domain(first)),
            ]);
        }
        // The same row twice.
        if let Some(account) = plain.next() {
            let row = moved(account, other_domain(account));
            rows.push(vec![row.clone(), row]);
        }
        // Two accounts to one address.
        if let (Some(first), Some(second)) = (plain.next(), plain.next()) {
            let row = moved(first, other_domain(first));
            let address = row.2.clone();
            rows.push(vec![row, renamed(second, &address)]);
        }
        // An account elsewhere at Atlassian holds the address, which only the call can tell.
        if let Some(account) = plain.next() {
            let [.., support] = HELD_ELSEWHERE;
            rows.push(vec![renamed(account, &format!("{support}@{}", VERIFIED[0]))]);
        }
        // A domain that nobody proved.
        if let Some(account) = plain.next() {
            rows.push(vec![moved(account, UNVERIFIED)]);
        }
        // The file's current address is an old one.
        if let Some(account) = plain.next() {
            let (id, old, new) = moved(account, other_domain(account));
            rows.push(vec![(id, format!("formerly.{old}"), new)]);
        }
        // No change, a change of case alone, an address copied from a link, one with a word for its sign.
        if let Some(account) = plain.next() {
            rows.push(vec![renamed(account, &account.address)]);
        }
        if let Some(account) = plain.next() {
            rows.push(vec![renamed(account, &account.address.to_uppercase())]);
        }
        if let Some(account) = plain.next() {
            let (id, old, new) = moved(account, other_domain(account));
            rows.push(vec![(id, old, format!("mailto:{new}"))]);
        }
        if let Some(account) = plain.next() {
            let (id, old, new) = moved(account, other_domain(account));
            rows.push(vec![(id, old, new.replace('@', " at "))]);
        }
        // The address of an account that was deactivated, and still holds it. The last of them: the first has its own row.
        let deactivated = |account: &&Account| account.life == Life::Deactivated && account.lock.is_none();
        if let (Some(account), Some(holder)) = (plain.next(), self.accounts().iter().rfind(deactivated)) {
            rows.push(vec![renamed(account, &holder.address)]);
        }
        rows.extend(self.special_rows());
        rows
    }

    /// One row for each kind of account that cannot simply be changed.
    fn special_rows(&self) -> Vec<Vec<Row>> {
        let kinds: [fn(&Account) -> bool; 8] = [
            |account| account.administrator,
            |account| account.lock == Some(Lock::Scim),
            |account| account.lock == Some(Lock::Google),
            |account| account.lock == Some(Lock::Saml),
            |account| account.life == Life::Deactivated && account.lock.is_none(),
            |account| account.life == Life::ForDeletion,
            |account| account.memberships.is_empty() && account.life == Life::Active,
            |account| !account.managed,
        ];
        let mut rows: Vec<Vec<Row>> = kinds
            .into_iter()
            .filter_map(|fits| self.accounts().iter().find(|account| fits(account)))
            .map(|account| vec![moved(account, other_domain(account))])
            .collect();
        let customer = "a.customer@mail.example".to_owned();
        rows.push(vec![(
            self.portal_customer_id(),
            customer,
            format!("a.customer@{}", VERIFIED[0]),
        )]);
        rows
    }
}

fn is_plain(account: &Account) -> bool {
    account.managed
        && account.life == Life::Active
        && account.lock.is_none()
        && account.address_verified
        && !account.address_hidden
        && !account.administrator
        && account.membership_status() == "active"
        && VERIFIED.contains(&address::domain(&account.address).as_str())
}

/// The verified domain to which the account's people move: from the first to the second, from all others to the first.
fn other_domain(account: &Account) -> &'static str {
    let [first, second, _] = VERIFIED;
    if account.address.ends_with(first) {
        second
    } else {
        first
    }
}

fn moved(account: &Account, domain: &str) -> Row {
    let user = account.address.split('@').next().unwrap_or_default();
    renamed(account, &format!("{user}@{domain}"))
}

fn renamed(account: &Account, address: &str) -> Row {
    (account.id.clone(), account.address.clone(), address.to_owned())
}
