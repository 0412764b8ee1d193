//! Lists that come in pages, and the way from one page to the next.

use std::collections::BTreeSet;
use std::fmt;

use http::Uri;
use percent_encoding::percent_decode_str;

pub use crate::end::End;

/// Where Atlassian's own links point.
const ATLASSIAN: &str = "api.atlassian.com";

/// The longest cursor that is sent back, in bytes. Documented ones have about twenty; a URL has room for 65,534.
const LONGEST: usize = 8192;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it; may be empty on any page.
    pub items: Vec<T>,
    /// How many more are on it of which not even the id can be read.
    pub left_out: usize,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<Cursor>,
    /// How many items all pages have together, where the answer says (managed accounts and the portal's lists do).
    pub total: Option<u64>,
    /// What the answer says about pages after this one, where it gives no cursor.
    pub end: End,
}

impl<T> Page<T> {
    /// The only page of an answer that has no pages.
    pub fn only(items: Vec<T>) -> Self {
        Self {
            items,
            left_out: 0,
            next: None,
            total: None,
            end: End::Said,
        }
    }

    /// The same page with other items in place of these.
    pub fn map<U>(self, of: impl FnOnce(Vec<T>) -> Vec<U>) -> Page<U> {
        Page {
            items: of(self.items),
            left_out: self.left_out,
            next: self.next,
            total: self.total,
            end: self.end,
        }
    }

    /// Whether this page, the first one, is proved to be the whole list, and all of it could be read.
    pub fn is_whole(&self) -> bool {
        self.next.is_none() && self.left_out == 0 && self.end.is_proved(self.items.len() as u64, self.total)
    }
}

/// Where a page starts. Atlassian makes it, and nothing can be read from it; only the portal's lists are asked for by numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor(Box<str>);

impl Cursor {
    /// As Atlassian wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place of the first item of a page, counted from 1: where a list gives no cursors, and is asked for by numbers.
    pub(crate) fn at(index: u64) -> Self {
        Self(index.to_string().into())
    }

    /// That number; `None` for a cursor that a server made.
    pub(crate) fn index(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// Reads `links.next`, which is a URL in v1 and the cursor itself in v2, and on the last page null, absent or empty. Of a
    /// URL only the `cursor` parameter is taken; it is never fetched. All the same its host has to be Atlassian's, or this
    /// machine's, where test servers live: with another one the answer is not what it seems. A URL without a host is one of the
    /// host that was asked.
    pub(crate) fn from_link(link: Option<&str>) -> Result<Option<Self>, BadLink> {
        let Some(link) = link.filter(|link| !link.is_empty()) else {
            return Ok(None);
        };
        let cursor = if link.contains("://") || link.starts_with("//") {
            check_host(link)?;
            cursor_of(link)?
        } else if link.contains('?') || link.starts_with("/admin/") {
            // A cursor is made of the letters of base64, and has no question mark.
            cursor_of(link)?
        } else {
            link.to_owned()
        };
        if cursor.len() > LONGEST {
            return Err(BadLink::TooLong);
        }
        Ok(Some(Self(cursor.into())))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a link to the next page is not followed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BadLink {
    /// It leads to another host than Atlassian's.
    Foreign,
    /// It is a URL without a cursor, or none at all.
    NoCursor,
    /// Its cursor does not fit into a request.
    TooLong,
}

fn check_host(link: &str) -> Result<(), BadLink> {
    // A URL that leaves the scheme out has that of the page.
    let link = if link.starts_with("//") {
        format!("https:{link}")
    } else {
        link.to_owned()
    };
    let uri: Uri = link.parse().map_err(|_| BadLink::NoCursor)?;
    let authority = uri.authority().ok_or(BadLink::Foreign)?;
    let atlassian = authority.host() == ATLASSIAN
        && uri.scheme_str() == Some("https")
        && matches!(authority.port_u16(), None | Some(443));
    let this_machine = matches!(authority.host(), "127.0.0.1" | "localhost")
        && matches!(uri.scheme_str(), Some("http" | "https"));
    if authority.as_str().contains('@') || !(atlassian || this_machine) {
        return Err(BadLink::Foreign);
    }
    Ok(())
}

fn cursor_of(link: &str) -> Result<String, BadLink> {
    let (_, query) = link.split_once('?').ok_or(BadLink::NoCursor)?;
    let query = query.split('#').next().unwrap_or(query);
    // A plus stays a plus: cursors hold base64 and never a space.
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("cursor="))
        .and_then(|cursor| percent_decode_str(cursor).decode_utf8().ok())
        .filter(|cursor| !cursor.is_empty())
        .map(std::borrow::Cow::into_owned)
        .ok_or(BadLink::NoCursor)
}

/// The most pages that are read of one list. Half a million managed accounts, 50 to a page, are 10,000.
const MOST_PAGES: usize = 50_000;

/// The most pages in a row that may be empty. A server that filters can have nothing to give for a while.
const MOST_EMPTY: usize = 1_000;

/// The most bytes of cursors that are remembered of one list. Documented cursors need a thirtieth of it for all of those pages.
const MOST_BYTES: usize = 32 << 20;

/// Remembers the cursors of one walk through a list, so that a list that leads back into itself ends, and so does one that has
/// another page each time.
///
/// ```
/// use rollcall_atlassian::page::Cursors;
///
/// let mut cursors = Cursors::default();
/// assert_eq!(cursors.follow(50, None), Ok(None));
/// ```
#[derive(Clone, Debug)]
pub struct Cursors {
    followed: BTreeSet<Cursor>,
    bytes: usize,
    most: usize,
    empty: usize,
    /// Items that could not be read.
    left_out: usize,
    /// Items read so far.
    read: u64,
    /// The last total that an answer gave.
    total: Option<u64>,
}

impl Default for Cursors {
    fn default() -> Self {
        Self::within(MOST_PAGES)
    }
}

impl Cursors {
    /// For a list that has fewer pages.
    pub fn within(pages: usize) -> Self {
        Self {
            followed: BTreeSet::new(),
            bytes: 0,
            most: pages,
            empty: 0,
            left_out: 0,
            read: 0,
            total: None,
        }
    }

    /// Takes a page with so many items that no earlier page had: the cursor to go on with, or `None` where the list is whole.
    ///
    /// ```
    /// use rollcall_atlassian::page::{Cursors, End, Endless, Page};
    ///
    /// let mut page = Page::only(vec!["the first of many"]);
    /// page.total = Some(1_240);
    /// let error = Cursors::default().turn(&page, 1).unwrap_err();
    /// assert_eq!(error, Endless::Unproved { read: 1, total: Some(1_240) });
    /// ```
    ///
    /// # Errors
    /// As [`Cursors::follow`], [`Endless::LeftOut`] where the list ends and some of its items could not be read, and [`Endless::Unproved`] where
    /// no next page is known and nothing proves that there is none.
    pub fn turn<T>(&mut self, page: &Page<T>, new: usize) -> Result<Option<Cursor>, Endless> {
        self.read += new as u64;
        self.left_out += page.left_out;
        self.total = page.total.or(self.total);
        let next = self.follow(page.items.len() + page.left_out, page.next.clone())?;
        if next.is_none() && self.left_out > 0 {
            return Err(Endless::LeftOut { items: self.left_out });
        }
        if next.is_none() && !page.end.is_proved(self.read, self.total) {
            return Err(Endless::Unproved {
                read: self.read,
                total: self.total.filter(|&total| total > self.read),
            });
        }
        Ok(next)
    }

    /// Takes the `next` of a page with so many items: the cursor to go on with, or `None` where the list ends.
    ///
    /// # Errors
    /// [`Endless`] if an earlier page led there already, or if this was the last page that is read of a list.
    pub fn follow(&mut self, items: usize, next: Option<Cursor>) -> Result<Option<Cursor>, Endless> {
        let Some(cursor) = next else { return Ok(None) };
        self.bytes += cursor.0.len();
        self.empty = if items == 0 { self.empty + 1 } else { 0 };
        if !self.followed.insert(cursor.clone()) {
            Err(Endless::Repeats {
                after: self.followed.len(),
            })
        } else if self.followed.len() >= self.most || self.bytes > MOST_BYTES {
            Err(Endless::Long {
                pages: self.followed.len(),
            })
        } else if self.empty >= MOST_EMPTY {
            Err(Endless::Empty { pages: self.empty })
        } else {
            Ok(Some(cursor))
        }
    }
}

/// A list that does not come to an end, to one that is none, or not with all of its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Endless {
    /// It leads back into itself.
    #[error(
        "Atlassian's list leads back to a page that was read before, after {after} links to a next page. It was not read \
         further; try again later."
    )]
    Repeats {
        /// How many different links to a next page came before.
        after: usize,
    },
    /// There is always another page.
    #[error(
        "{} pages of Atlassian's list were read without coming to its end. What was read is not the whole list; try \
         again later.",
        by_thousands(*pages)
    )]
    Long {
        /// How many were read.
        pages: usize,
    },
    /// No next page is known, and nothing proves that there is none: the answer counts more items than came, or says nothing of
    /// its end, or goes on in a way that Rollcall does not know.
    #[error("{}", unproved(*read, *total))]
    Unproved {
        /// How many items were read.
        read: u64,
        /// How many there are, where the answers say that there are more.
        total: Option<u64>,
    },
    /// There is always another page, with nothing on it.
    #[error(
        "The last {} pages of Atlassian's list were empty, and each led to another one. What was read is not the whole \
         list; try again later.",
        by_thousands(*pages)
    )]
    Empty {
        /// How many there were in a row.
        pages: usize,
    },
    /// It has ended, and some of its items are of a form in which not even their ids can be read.
    #[error("{} left out. What was read is not the whole list.", unreadable(*items))]
    LeftOut {
        /// How many were left out.
        items: usize,
    },
}

fn unreadable(items: usize) -> String {
    if items == 1 {
        return "1 item of Atlassian's list cannot be read, not even its id, and is".to_owned();
    }
    let items = by_thousands(items);
    format!("{items} items of Atlassian's list cannot be read, not even their ids, and are")
}

fn unproved(read: u64, total: Option<u64>) -> String {
    let read = by_thousands(read as usize);
    match total {
        Some(total) => format!(
            "Atlassian's list broke off: {read} of {} were read, and no next page was named. What was read is not the whole list; try \
             again later.",
            by_thousands(total as usize)
        ),
        None => format!(
            "Atlassian's list stopped after {read}, and nothing in the answer says that this is its end. What was read may not be the \
             whole list; try again later."
        ),
    }
}

/// `50,000`.
fn by_thousands(number: usize) -> String {
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", by_thousands(thousands)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(link: &str) -> Result<Option<String>, BadLink> {
        Cursor::from_link(Some(link)).map(|cursor| cursor.map(|cursor| cursor.to_string()))
    }

    #[test]
    fn no_link_and_an_empty_one_end_the_list() {
        assert_eq!(Cursor::from_link(None), Ok(None));
        assert_eq!(next(""), Ok(None));
    }

    #[test]
    fn a_token_is_the_cursor_and_a_link_holds_it() {
        assert_eq!(
            next("kloHX1ZQVasDAkx_P48NYQ"),
            Ok(Some("kloHX1ZQVasDAkx_P48NYQ".into()))
        );
        assert_eq!(next("/looks/like+a=path"), Ok(Some("/looks/like+a=path".into())));
        assert_eq!(next("//looks+a="), Err(BadLink::Foreign));
        assert_eq!(
            next("https://api.atlassian.com/admin/v1/orgs/o/users?limit=50&cursor=Qh8%2FE1%3D+x"),
            Ok(Some("Qh8/E1=+x".into()))
        );
        assert_eq!(
            next("http://localhost:4711/admin/v1/orgs/o/users?cursor=2"),
            Ok(Some("2".into()))
        );
    }

    #[test]
    fn a_link_without_a_host_is_one_of_the_host_that_was_asked() {
        for link in [
            "/admin/v1/orgs/o/users?limit=50&cursor=Qh8%2FE1%3D",
            "?cursor=Qh8%2FE1%3D&limit=50",
            "users?cursor=Qh8/E1=#top",
            "../users?cursor=Qh8/E1=",
            "//api.atlassian.com/admin/v1/orgs/o/users?cursor=Qh8/E1=",
        ] {
            assert_eq!(next(link), Ok(Some("Qh8/E1=".into())), "{link}");
        }
    }

    #[test]
    fn a_link_to_another_host_is_not_followed() {
        for link in [
            "//evil.example/admin/v1/orgs?cursor=1",
            "HTTPS://evil.example/?cursor=1",
            "ftp://localhost/?cursor=1",
            "https://evil.example/?cursor=1",
            "http://api.atlassian.com/?cursor=1",
            "https://api.atlassian.com:444/?cursor=1",
            "https://api.atlassian.com.evil.example/?cursor=1",
            "https://api.atlassian.com@evil.example/?cursor=1",
            "https://someone@api.atlassian.com/?cursor=1",
            "http://127.0.0.1.evil.example/?cursor=1",
        ] {
            assert_eq!(next(link), Err(BadLink::Foreign), "{link}");
        }
    }

    #[test]
    fn a_link_without_a_usable_cursor_is_not_followed() {
        for link in [
            "https://api.atlassian.com/admin/v1/orgs/o/users",
            "https://api.atlassian.com/?cursor=",
            "https://api.atlassian.com/?xcursor=1",
            "https://api.atlassian.com/?cursor=%FF",
            "https://",
            "/admin/v1/orgs/o/users",
            "/admin/v1/orgs/o/users?limit=50",
            "?cursor=",
        ] {
            assert_eq!(next(link), Err(BadLink::NoCursor), "{link}");
        }
        assert_eq!(next(&"x".repeat(LONGEST + 1)), Err(BadLink::TooLong));
    }

    #[test]
    fn a_cursor_that_comes_again_ends_the_walk() {
        let (one, two) = (Cursor("1".into()), Cursor("2".into()));
        let mut cursors = Cursors::default();
        assert_eq!(cursors.follow(1, Some(one.clone())), Ok(Some(one.clone())));
        assert_eq!(cursors.follow(0, Some(two.clone())), Ok(Some(two)));
        let error = cursors.follow(1, Some(one)).unwrap_err();
        insta::assert_snapshot!(error, @"Atlassian's list leads back to a page that was read before, after 2 links to a next page. It was not read further; try again later.");
    }

    /// Follows a new cursor after each page of so many items, and says how many pages were read when that ended.
    fn read_without_end(mut cursors: Cursors, items: impl Fn(u64) -> usize) -> (u64, Endless) {
        let mut pages = 0;
        loop {
            pages += 1;
            if let Err(error) = cursors.follow(items(pages), Some(Cursor::at(pages))) {
                return (pages, error);
            }
        }
    }

    #[test]
    fn a_list_with_a_new_cursor_on_every_page_ends() {
        let (pages, error) = read_without_end(Cursors::default(), |_| 1);
        assert_eq!(pages, MOST_PAGES as u64);
        insta::assert_snapshot!(error, @"50,000 pages of Atlassian's list were read without coming to its end. What was read is not the whole list; try again later.");
        let (pages, _) = read_without_end(Cursors::within(20), |_| 1);
        assert_eq!(pages, 20);
    }

    #[test]
    fn a_list_with_long_cursors_ends_before_they_fill_the_memory() {
        let mut cursors = Cursors::default();
        let long = |page: u64| Cursor(format!("{page:0>LONGEST$}").into());
        let read = (1..=MOST_PAGES as u64).find(|&page| cursors.follow(1, Some(long(page))).is_err());
        assert_eq!(read, Some((MOST_BYTES / LONGEST) as u64 + 1));
    }

    #[test]
    fn a_list_that_goes_on_with_nothing_in_it_ends_sooner() {
        let (pages, error) = read_without_end(Cursors::default(), |_| 0);
        assert_eq!(pages, MOST_EMPTY as u64);
        insta::assert_snapshot!(error, @"The last 1,000 pages of Atlassian's list were empty, and each led to another one. What was read is not the whole list; try again later.");
        // A server that filters may have nothing to give for a long time.
        let (pages, _) = read_without_end(Cursors::default(), |page| usize::from(page % 1_000 == 0));
        assert_eq!(pages, MOST_PAGES as u64);
    }

    #[test]
    fn a_list_with_an_item_that_cannot_be_read_is_not_whole_at_its_end() {
        let mut page = Page::only(vec![(); 49]);
        (page.left_out, page.next) = (1, Some(Cursor::at(51)));
        assert!(!page.is_whole());
        let mut cursors = Cursors::default();
        assert_eq!(cursors.turn(&page, 49), Ok(Some(Cursor::at(51))));
        let last = Page::only(vec![()]);
        let error = cursors.clone().turn(&last, 1).unwrap_err();
        insta::assert_snapshot!(error, @"1 item of Atlassian's list cannot be read, not even its id, and is left out. What was read is not the whole list.");
        page.next = None;
        insta::assert_snapshot!(cursors.turn(&page, 49).unwrap_err(), @"2 items of Atlassian's list cannot be read, not even their ids, and are left out. What was read is not the whole list.");
    }

    #[test]
    fn a_list_ends_where_its_end_is_proved() {
        let page = |items: usize, total, end| {
            let mut page = Page::only(vec![(); items]);
            (page.total, page.end) = (total, end);
            page
        };
        let first = Page {
            next: Some(Cursor::at(51)),
            ..page(50, None, End::NotSaid)
        };
        let ends = |last: Page<()>, new| {
            let mut cursors = Cursors::default();
            assert_eq!(cursors.turn(&first, 50), Ok(Some(Cursor::at(51))));
            cursors.turn(&last, new)
        };
        assert_eq!(ends(page(20, None, End::Said), 20), Ok(None));
        assert_eq!(ends(page(20, Some(70), End::NotSaid), 20), Ok(None));
        let unproved = |total| Err(Endless::Unproved { read: 70, total });
        assert_eq!(ends(page(20, None, End::NotSaid), 20), unproved(None));
        assert_eq!(ends(page(20, Some(1_240), End::Said), 20), unproved(Some(1_240)));
        assert_eq!(ends(page(20, Some(70), End::Denied), 20), unproved(None));
        // What came twice is one item.
        assert!(ends(page(20, Some(70), End::Said), 19).is_err());

        let words = |read, total| Endless::Unproved { read, total }.to_string();
        insta::assert_snapshot!(words(50, Some(1_240)), @"Atlassian's list broke off: 50 of 1,240 were read, and no next page was named. What was read is not the whole list; try again later.");
        insta::assert_snapshot!(words(50, None), @"Atlassian's list stopped after 50, and nothing in the answer says that this is its end. What was read may not be the whole list; try again later.");
    }

    #[test]
    fn the_largest_organization_passes() {
        // Managed accounts come 50 to a page, whatever is asked for.
        let mut cursors = Cursors::default();
        for page in 1..500_000 / 50 {
            cursors.follow(50, Some(Cursor::at(page))).unwrap();
        }
        assert_eq!(cursors.follow(50, None), Ok(None));
    }
}
