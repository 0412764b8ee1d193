//! Cursors: opaque, and valid only for the call that gave them out.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::form::Form;
use crate::request::ApiRequest;
use crate::search::event::EventSearch;
use crate::search::group::GroupSearch;
use crate::search::user::Search;
use crate::search::v1::{GroupSearchV1, UserSearchV1};
use crate::search::workspace::WorkspaceSearch;

/// How many cursors are remembered; older ones are forgotten.
const REMEMBERED: usize = 1_000;

/// Where a page starts. What the searches ask for travels with the cursor, as with Atlassian.
#[derive(Clone, Debug)]
pub(crate) enum PageStart {
    /// In the listing of managed accounts, at this account.
    Accounts(usize),
    /// In the domains, at this one.
    Domains(usize),
    /// In the roles of this group, after this many of them, with this many to a page.
    GroupRoles(usize, usize, usize),
    /// In the last-active dates of this account, after this many of them.
    LastActive(usize, usize),
    /// In the workspaces that fit a search, after this many of them.
    Workspaces(Box<WorkspaceSearch>, usize),
    /// In the policies of a kind, after this many of them.
    Policies(Option<String>, usize),
    /// In the events that fit a query, after this many of them.
    Events(Box<EventSearch>, usize),
    /// In the users that fit a search of v1, at this account.
    UsersV1(Box<UserSearchV1>, usize),
    /// In the groups that fit a search of v1, after this many of them.
    GroupsV1(Box<GroupSearchV1>, usize),
    /// In the directories, or in those of one account, after this many of them, with this many to a page.
    Directories(Option<String>, usize, usize),
    /// In the users that fit a search, after this many of them.
    Search(Box<Search>, usize),
    /// In the groups that fit a search, after this many of them.
    Groups(Box<GroupSearch>, usize),
    /// In the roles of this account, after this many of them, with this many to a page.
    Roles(usize, usize, usize),
}

/// What a cursor leads to.
#[derive(Clone, Debug)]
struct KnownPage {
    start: PageStart,
    /// The cursor of the page before, where that has one.
    before: Option<String>,
}

/// A page of a list, and where it stands in it.
#[derive(Debug)]
pub(crate) struct Slice {
    /// Where it starts.
    pub(crate) here: PageStart,
    /// Where the page after it starts, or would.
    pub(crate) after: PageStart,
    /// How many items are on it.
    pub(crate) items: usize,
    /// Whether there is a page after it.
    pub(crate) has_more: bool,
}

/// The cursors in the links of a page.
#[derive(Debug)]
pub(crate) struct Neighbours {
    here: Option<String>,
    prev: Option<String>,
    pub(crate) next: Option<String>,
}

impl Neighbours {
    /// Around the one page of a list that has no cursors.
    pub(crate) fn none() -> Self {
        Self {
            here: None,
            prev: None,
            next: None,
        }
    }

    /// `LinkPageCursor`: the links of a page of v2, which are cursors.
    pub(crate) fn tokens(self, form: Form) -> Value {
        links(
            form,
            [("self", self.here), ("prev", self.prev), ("next", self.next)],
        )
    }

    /// `links` of a page that documents a link to the next page alone.
    pub(crate) fn next_token(self, form: Form) -> Value {
        links(form, [("next", self.next)])
    }

    /// `LinkPageModel`: the links of a page of v1, which are whole URLs.
    pub(crate) fn urls(self, request: &ApiRequest<'_>) -> Value {
        let url = request.url();
        let query = request.http.uri().query();
        let here = query.map_or_else(|| url.clone(), |query| format!("{url}?{query}"));
        let at = |token: String| format!("{url}?cursor={token}");
        let links_to = [
            ("self", Some(here)),
            ("prev", self.prev.map(at)),
            ("next", self.next.map(at)),
        ];
        links(request.forms.links, links_to)
    }
}

fn links<const N: usize>(form: Form, targets: [(&str, Option<String>); N]) -> Value {
    let mut links = Map::new();
    for (name, target) in targets {
        form.put(&mut links, name, target);
    }
    links.into()
}

/// The cursors that were given out.
#[derive(Clone, Debug)]
pub(crate) struct Cursors {
    random: fastrand::Rng,
    pages: HashMap<String, KnownPage>,
    oldest_first: VecDeque<String>,
}

impl Cursors {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            pages: HashMap::new(),
            oldest_first: VecDeque::new(),
        }
    }

    /// A new cursor to `start`, in the form that the documents show: 22 characters that need no encoding.
    fn mint(&mut self, start: PageStart, before: Option<String>) -> String {
        let token: String = std::iter::repeat_with(|| self.random.alphanumeric())
            .take(22)
            .collect();
        if self.oldest_first.len() == REMEMBERED
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.pages.remove(&oldest);
        }
        self.oldest_first.push_back(token.clone());
        self.pages.insert(token.clone(), KnownPage { start, before });
        token
    }

    /// The cursors to the pages around a page; with [`Fault::RepeatingCursor`](crate::Fault::RepeatingCursor) the next page is this
    /// page again. `given` is the cursor of the request. Only [`Form::Filled`] tells of this page and the one before.
    pub(crate) fn neighbours(
        &mut self,
        request: &ApiRequest<'_>,
        given: Option<&str>,
        Slice {
            here,
            after,
            items,
            has_more,
        }: Slice,
    ) -> Neighbours {
        let is_filled = request.forms.links == Form::Filled;
        let before = given.and_then(|given| self.pages.get(given)?.before.clone());
        let own = match given {
            Some(given) => Some(given.to_owned()),
            None if is_filled || request.repeat => Some(self.mint(here, None)),
            None => None,
        };
        let next = if request.repeat {
            own.clone()
        } else {
            has_more.then(|| self.mint(after, own.clone()))
        };
        Neighbours {
            here: own.filter(|_| is_filled),
            prev: before.filter(|_| is_filled && items > 0),
            next,
        }
    }

    /// The cursors around a page whose cursor stands in the query.
    pub(crate) fn around(&mut self, request: &ApiRequest<'_>, slice: Slice) -> Neighbours {
        self.neighbours(request, request.query("cursor"), slice)
    }

    /// Where `token` points to, if it was given out.
    pub(crate) fn find(&self, token: &str) -> Option<PageStart> {
        self.pages.get(token).map(|page| page.start.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_cursors_are_forgotten() {
        let mut cursors = Cursors::new(1);
        let tokens: Vec<String> = (0..=REMEMBERED)
            .map(|at| cursors.mint(PageStart::Accounts(at), None))
            .collect();
        assert!(cursors.find(&tokens[0]).is_none());
        assert!(matches!(cursors.find(&tokens[1]), Some(PageStart::Accounts(1))));
        assert!(matches!(
            cursors.find(&tokens[REMEMBERED]),
            Some(PageStart::Accounts(REMEMBERED))
        ));
    }
}
