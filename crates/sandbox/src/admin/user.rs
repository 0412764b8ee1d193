//! The search for users, their listing and count, and one of them.

use http::StatusCode;
use serde_json::json;

use crate::cursor::{PageStart, Slice};
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::search::user::{Expand, Search};

impl Organization {
    /// `POST …/users/search`
    pub(crate) fn search_users(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let bad = |detail: String| request.bad_body(&detail).into();
        let search = Search::read(request).map_err(bad)?;
        self.find_users(request, search, 50, bad)
    }

    /// `GET …/users`, which is deprecated in favour of the search.
    pub(crate) fn get_users(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let mut search = Search::of_query(request)?;
        search.is_listing = true;
        search.expand = vec![Expand::PlatformRoles, Expand::Resources];
        self.find_users(request, search, 20, |detail| request.bad_query(&detail).into())
    }

    /// `GET …/users/count`
    pub(crate) fn count_users(&self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let mut search = Search::of_query(request)?;
        search.directory = directory;
        search.check().map_err(|detail| request.bad_query(&detail))?;
        let candidates = search.candidates(&self.book).into_iter();
        let count = candidates
            .filter(|at| search.fits(&self.places, &self.book.accounts[*at]))
            .count();
        Ok(reply::json(StatusCode::OK, &json!({ "count": count })))
    }

    /// One page of the users that fit; `size` to a page where the search does not say.
    fn find_users(
        &mut self,
        request: &ApiRequest<'_>,
        mut search: Search,
        size: usize,
        bad: impl Fn(String) -> Refused,
    ) -> Result<Reply, Refused> {
        search.directory = self.directory_read(request)?;
        let is_listing = search.is_listing;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.find(token)) {
            None => {
                search.check().map_err(bad)?;
                (Box::new(search), 0)
            }
            // "If present, all other parameters are discarded when searching" (cursorParam).
            Some(Some(PageStart::Search(search, start))) if search.is_listing == is_listing => {
                (search, start)
            }
            Some(_) => return Err(request.bad_cursor().into()),
        };

        let size = search.limit.map_or(size, usize::from);
        let candidates = search.candidates(&self.book);
        let end = candidates.len();
        let (mut data, mut next, mut stale) = (Vec::new(), None, false);
        for (position, at) in candidates.into_iter().enumerate().skip(start) {
            let account = self.book.indexed(at);
            let fits = search.fits(&self.places, &account);
            if account.is_stale() {
                stale |=
                    fits != search.fits(&self.places, &self.book.accounts[at]) || (fits && data.len() < size);
            }
            if fits && data.len() == size {
                next = Some(position);
                break;
            } else if fits {
                data.push(search.found(&self.places, &account, request.forms));
            }
        }
        let slice = Slice {
            here: PageStart::Search(search.clone(), start),
            after: PageStart::Search(search, next.unwrap_or(end)),
            items: data.len(),
            has_more: next.is_some(),
        };
        let links = self.cursors.neighbours(request, given.as_deref(), slice);
        let body = json!({ "data": data, "links": links.tokens(request.forms.links) });
        Ok(Stale::mark(stale, reply::json(StatusCode::OK, &body)))
    }

    /// `GET …/users/{accountId}`
    pub(crate) fn get_user(&self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let at = self.user(request, directory)?;
        let account = self.book.indexed(at);
        let parts = Search {
            expand: vec![Expand::PlatformRoles, Expand::Resources],
            ..Search::default()
        };
        let mut user = parts.found(&self.places, &account, request.forms);
        // `MultiDirectoryUserDetails` has no links.
        user.as_object_mut().and_then(|user| user.remove("links"));
        let body = json!({ "data": user });
        Ok(Stale::mark(
            account.is_stale(),
            reply::json(StatusCode::OK, &body),
        ))
    }
}
