//! Reads a list page by page.

use rollcall_atlassian::page::Cursors;
use rollcall_atlassian::{Cursor, Page};

use rollcall_run::operation::{BoxedQuery, QueryOutcome};

/// Maximum number of pages that are read of one list of an account.
const MOST_PAGES: usize = 1_000;

/// Position in a paginated list, with the cursors followed so far, so that loops are detected.
#[derive(Clone, Debug)]
pub(super) struct Paging {
    /// The page to read; `None` for the first one.
    pub(super) cursor: Option<Cursor>,
    known: Cursors,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            cursor: None,
            known: Cursors::within(MOST_PAGES),
        }
    }
}

impl Paging {
    /// Continues after a page: with the next one, which `ask` reads, or with `after_last` if the list is proved to end there. If
    /// it is not, or the list loops or exceeds [`MOST_PAGES`], the answer is unknown.
    pub(super) fn on_to<T>(
        &self,
        page: &Page<T>,
        after_last: impl FnOnce() -> QueryOutcome,
        ask: impl FnOnce(Self) -> Option<BoxedQuery>,
    ) -> QueryOutcome {
        let mut known = self.known.clone();
        match known.turn(page, page.items.len()) {
            Ok(None) => after_last(),
            Ok(cursor) => {
                ask(Self { cursor, known }).map_or_else(|| QueryOutcome::one(None), QueryOutcome::Next)
            }
            Err(_) => QueryOutcome::one(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use rollcall_atlassian::Call;
    use rollcall_atlassian::call::directory::GetDirectories;
    use rollcall_atlassian::{Body, OrganizationId};

    use super::*;
    use rollcall_run::operation::query;

    /// A page with one item; the last one without a cursor.
    fn page_before(next: Option<Cursor>) -> Page<()> {
        Page {
            next,
            ..Page::only(vec![()])
        }
    }

    fn next(cursor: &str) -> Option<Cursor> {
        let organization = OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f")?;
        let body: Body = format!(r#"{{"data":[],"links":{{"next":"{cursor}"}}}}"#).into_bytes();
        let call = GetDirectories {
            organization,
            account: None,
            cursor: None,
        };
        call.answer(&http::Response::new(body)).ok()?.next
    }

    fn ask() -> Option<BoxedQuery> {
        let organization = OrganizationId::parse("1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f")?;
        let call = GetDirectories {
            organization,
            account: None,
            cursor: None,
        };
        Some(query(call, |_| QueryOutcome::Done))
    }

    #[test]
    fn a_list_goes_on_to_its_end_and_one_that_leads_back_to_any_page_tells_nothing() {
        let first = Paging::default();
        assert!(matches!(
            first.on_to(&page_before(None), || QueryOutcome::Done, |_| ask()),
            QueryOutcome::Done
        ));
        let mut page = first;
        for cursor in ["one", "two"] {
            let mut following = None;
            let told = page.on_to(
                &page_before(next(cursor)),
                || QueryOutcome::Done,
                |next| {
                    following = Some(next);
                    ask()
                },
            );
            assert!(matches!(told, QueryOutcome::Next(_)));
            page = following.unwrap();
            assert_eq!(page.cursor, next(cursor));
        }
        let told = page.on_to(&page_before(next("one")), || QueryOutcome::Done, |_| ask());
        assert!(matches!(told, QueryOutcome::Held(held) if held == [None]));
    }

    #[test]
    fn a_list_of_which_an_item_cannot_be_read_tells_nothing() {
        let broken = Page {
            left_out: 1,
            ..page_before(None)
        };
        let told = Paging::default().on_to(&broken, || QueryOutcome::Done, |_| ask());
        assert!(matches!(told, QueryOutcome::Held(held) if held == [None]));
    }

    #[test]
    fn a_list_that_breaks_off_tells_nothing() {
        let broken = Page {
            total: Some(1_240),
            ..page_before(None)
        };
        let told = Paging::default().on_to(&broken, || QueryOutcome::Done, |_| ask());
        assert!(matches!(told, QueryOutcome::Held(held) if held == [None]));
    }

    #[test]
    fn a_list_that_has_another_page_each_time_tells_nothing() {
        let mut page = Paging::default();
        for read in 1.. {
            let mut following = None;
            let told = page.on_to(
                &page_before(next(&read.to_string())),
                || QueryOutcome::Done,
                |next| {
                    following = Some(next);
                    ask()
                },
            );
            let Some(next) = following else {
                assert!(matches!(told, QueryOutcome::Held(held) if held == [None]));
                assert_eq!(read, MOST_PAGES);
                return;
            };
            page = next;
        }
    }
}
