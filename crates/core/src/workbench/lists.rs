//! CSV exports: all findings, and the people whose accounts the organization does not manage.

use super::Workbench;
use crate::check::not_managed::OWNER_CAN;
use rollcall_model::finding::{Finding, Fix};
use rollcall_model::phrasing::counted;
use rollcall_table::Writer;

impl Workbench {
    /// All findings as CSV (UTF-8 with a byte order mark): first those about the whole file, then those of the rows, then what
    /// could not be checked. `None` if nothing was checked.
    pub fn findings_csv(&self) -> Option<Vec<u8>> {
        let (context, review) = self.context()?;
        let mut csv = Writer::new(&[
            "line",
            "severity",
            "code",
            "finding",
            "account_id",
            "name",
            "current_address",
            "new_address",
            "message",
            "hint",
            "fix",
        ]);
        let mut add = |line: &str, about: [&str; 4], finding: &Finding| {
            let [account, name, current, wanted] = about;
            let fix = finding.fix.as_ref().map(Fix::label).unwrap_or_default();
            let (severity, code, title) = (finding.severity.name(), finding.code, finding.title);
            let (message, hint) = (&finding.message, &finding.hint);
            csv.row([
                line, severity, code, title, account, name, current, wanted, message, hint, &fix,
            ]);
        };
        for finding in review.whole_file() {
            add("", [""; 4], finding);
        }
        for row in review.rows_with_findings() {
            let row_context = context.row(row);
            let account = row_context.here();
            let id = account.map_or(row_context.change.account_id, |account| account.id.as_str());
            let name = account
                .and_then(|account| account.name.value())
                .map_or("", String::as_str);
            let now = row_context.current();
            let current = now.as_deref().unwrap_or(row_context.change.address_in_file);
            let wish = row_context.desired();
            for finding in review.findings_of(&context, row) {
                add(
                    &context.line(row).to_string(),
                    [id, name, current, &wish],
                    &finding,
                );
            }
        }
        for unchecked in review.unchecked() {
            let message = format!(
                "Not checked, for {}: {}.",
                counted(unchecked.rows, "row"),
                unchecked.what
            );
            csv.row([
                "",
                "not checked",
                "",
                "",
                "",
                "",
                "",
                "",
                &message,
                unchecked.why,
                "",
            ]);
        }
        Some(csv.finish(true))
    }

    /// The people in the file whose accounts the organization does not manage, with what the owners can do themselves, as CSV
    /// (UTF-8 with a byte order mark). Includes excluded rows. `None` if nothing was checked.
    pub fn unmanaged_csv(&self) -> Option<Vec<u8>> {
        let (context, _) = self.context()?;
        let mut csv = Writer::new(&[
            "account_id",
            "name",
            "current_address",
            "new_address",
            "what_to_do",
        ]);
        for row in 0..context.changes.rows() {
            let row_context = context.row(row);
            let unmanaged = row_context
                .here()
                .filter(|account| account.managed.said() == Some(false));
            let Some(account) = unmanaged.filter(|_| !row_context.is_done()) else {
                continue;
            };
            let name = account.name.value().map_or("", String::as_str);
            csv.row([
                account.id.as_str(),
                name,
                &row_context.current().unwrap_or_default(),
                row_context.change.wanted,
                OWNER_CAN,
            ]);
        }
        Some(csv.finish(true))
    }
}
