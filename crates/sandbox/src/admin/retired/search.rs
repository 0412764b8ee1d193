//! The searches for users and groups. What is wrong with their bodies is one `ApplicationError`, without a list around it.

use http::StatusCode;
use serde_json::{Value, json};

use crate::account::Account;
use crate::cursor::{PageStart, Slice};
use crate::group::Group;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::search::v1::{GroupSearchV1, UserPart, UserSearchV1};

impl Organization {
    pub(crate) fn search_users_v1(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let mut search: UserSearchV1 = request.body().map_err(|_| bad_body(request))?;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.find(token)) {
            None if search.is_good() => (Box::new(search), 0),
            None => return Err(bad_body(request)),
            Some(Some(PageStart::UsersV1(search, start))) => (search, start),
            Some(_) => return Err(request.bad_cursor().into()),
        };
        let size = search.limit.unwrap_or(10_000);
        let (mut data, mut next) = (Vec::new(), None);
        let end = self.book.accounts.len();
        for (position, account) in self.book.accounts.iter().enumerate().skip(start) {
            if !search.fits(account) {
                continue;
            }
            if data.len() == size {
                next = Some(position);
                break;
            }
            data.push(Self::user_v1(&search, account));
        }
        let slice = Slice {
            here: PageStart::UsersV1(search.clone(), start),
            after: PageStart::UsersV1(search, next.unwrap_or(end)),
            items: data.len(),
            has_more: next.is_some(),
        };
        let links = self.cursors.neighbours(request, given.as_deref(), slice);
        let body = json!({ "data": data, "links": links.tokens(request.forms.links) });
        Ok(reply::json(StatusCode::OK, &body))
    }

    fn user_v1(search: &UserSearchV1, account: &Account) -> Value {
        let mut user = json!({
            "accountId": account.id,
            "accountType": "atlassian",
            "accountStatus": account.account_status(),
            "statusInUserbase": !account.is_suspended(),
        });
        for part in &search.expand {
            match part {
                UserPart::Name => {
                    user["name"] = account.name.clone().into();
                    user["nickname"] = account.nickname.clone().into();
                }
                UserPart::Email => user["email"] = account.shown_address().into(),
                UserPart::EmailVerified => user["emailVerified"] = account.address_verified.into(),
                // `PublicUser` has no field for these, and no client shows one.
                UserPart::ProductLastAccess | UserPart::Groups => {}
            }
        }
        user
    }

    pub(crate) fn search_groups_v1(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let mut search: GroupSearchV1 = request.body().map_err(|_| bad_body(request))?;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.find(token)) {
            None if search.is_good() => (Box::new(search), 0),
            None => return Err(bad_body(request)),
            Some(Some(PageStart::GroupsV1(search, start))) => (search, start),
            Some(_) => return Err(request.bad_cursor().into()),
        };
        let size = search.limit.unwrap_or(1_000);
        let found: Vec<&Group> = self
            .places
            .groups
            .iter()
            .filter(|group| search.fits(group))
            .collect();
        let data: Vec<Value> = found
            .iter()
            .skip(start)
            .take(size)
            .map(|group| item(group))
            .collect();
        let end = start + data.len();
        let slice = Slice {
            here: PageStart::GroupsV1(search.clone(), start),
            after: PageStart::GroupsV1(search, end),
            items: data.len(),
            has_more: end < found.len(),
        };
        let links = self.cursors.neighbours(request, given.as_deref(), slice);
        let body = json!({ "data": data, "links": links.tokens(request.forms.links) });
        Ok(reply::json(StatusCode::OK, &body))
    }
}

fn item(group: &Group) -> Value {
    let mut item = json!({ "id": group.id, "name": group.name });
    if let Some(description) = group.description {
        item["description"] = description.into();
    }
    item
}

fn bad_body(request: &ApiRequest<'_>) -> Refused {
    request
        .flat_error(StatusCode::BAD_REQUEST, "ADMIN-400-24", "Invalid request body")
        .into()
}
