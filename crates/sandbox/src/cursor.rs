//! Cursors: opaque, and valid only for the call that gave them out.

use std::collections::{HashMap, VecDeque};

use serde_json::{Value, json};

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

/// The cursors that were given out.
#[derive(Clone, Debug)]
pub(crate) struct Cursors {
    random: fastrand::Rng,
    starts: HashMap<String, PageStart>,
    oldest_first: VecDeque<String>,
}

impl Cursors {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            starts: HashMap::new(),
            oldest_first: VecDeque::new(),
        }
    }

    /// A new cursor to `start`, in the form that the documents show: 22 characters that need no encoding.
    pub(crate) fn mint(&mut self, start: PageStart) -> String {
        let token: String = std::iter::repeat_with(|| self.random.alphanumeric())
            .take(22)
            .collect();
        if self.oldest_first.len() == REMEMBERED
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.starts.remove(&oldest);
        }
        self.oldest_first.push_back(token.clone());
        self.starts.insert(token.clone(), start);
        token
    }

    /// The cursor to the next page; with [`Fault::RepeatingCursor`](crate::Fault::RepeatingCursor) one that leads to this page
    /// again. `given` is the cursor of the request.
    pub(crate) fn next(
        &mut self,
        request: &ApiRequest<'_>,
        given: Option<&str>,
        here: PageStart,
        next: Option<PageStart>,
    ) -> Option<String> {
        match (request.repeat, given) {
            (true, Some(given)) => Some(given.to_owned()),
            (true, None) => Some(self.mint(here)),
            (false, _) => next.map(|next| self.mint(next)),
        }
    }

    /// The links of a page of v1, which are whole URLs. On the last page `next` is null, as in live answers.
    pub(crate) fn url_links(
        &mut self,
        request: &ApiRequest<'_>,
        here: PageStart,
        next: Option<PageStart>,
    ) -> Value {
        let next = self.next(request, request.query("cursor"), here, next);
        let url = request.url();
        let page = request
            .http
            .uri()
            .query()
            .map_or_else(String::new, |query| format!("?{query}"));
        json!({
            "self": format!("{url}{page}"),
            "prev": null,
            "next": next.map(|token| format!("{url}?cursor={token}")),
        })
    }

    /// Where `token` points to, if it was given out.
    pub(crate) fn find(&self, token: &str) -> Option<PageStart> {
        self.starts.get(token).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_cursors_are_forgotten() {
        let mut cursors = Cursors::new(1);
        let tokens: Vec<String> = (0..=REMEMBERED)
            .map(|at| cursors.mint(PageStart::Accounts(at)))
            .collect();
        assert!(cursors.find(&tokens[0]).is_none());
        assert!(matches!(cursors.find(&tokens[1]), Some(PageStart::Accounts(1))));
        assert!(matches!(
            cursors.find(&tokens[REMEMBERED]),
            Some(PageStart::Accounts(REMEMBERED))
        ));
    }
}
