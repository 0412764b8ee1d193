//! The searches for users and groups. What is wrong with their bodies is one `ApplicationError`, without a list around it.

use http::StatusCode;
use serde_json::{Value, json};

use crate::account::Account;
use crate::cursor::PageStart;
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
        for (position, account) in self.book.accounts.iter().enumerate().skip(start) {
            if !search.fits(account) {
                continue;
            }
            if data.len() == size {
                next = Some(PageStart::UsersV1(search.clone(), position));
                break;
            }
            data.push(self.user_v1(&search, account));
        }
        let here = PageStart::UsersV1(search, start);
        let links = self.cursors.neighbours(request, given.as_deref(), here, next);
        let body = json!({ "data": data, "links": links.tokens(request.forms.links) });
        Ok(reply::json(StatusCode::OK, &body))
    }

    fn user_v1(&self, search: &UserSearchV1, account: &Account) -> Value {
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
                UserPart::ProductLastAccess => {
                    let apps =
                        self.places
                            .activity(account)
                            .into_iter()
                            .filter_map(|(workspace, last_active)| {
                                let last_active = reply::instant(last_active?, 0);
                                let key = self.places.workspaces[workspace].product_key()?;
                                Some(json!({ "key": key, "lastActiveTimestamp": last_active }))
                            });
                    user["productLastAccess"] = apps.collect();
                }
                UserPart::Groups => {
                    let groups = self.places.groups.iter();
                    let groups = groups.filter(|group| group.members.contains(&account.id));
                    user["groups"] = groups
                        .map(|group| json!({ "id": group.id, "name": group.name }))
                        .collect();
                }
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
        let next = (end < found.len()).then(|| PageStart::GroupsV1(search.clone(), end));
        let here = PageStart::GroupsV1(search, start);
        let links = self.cursors.neighbours(request, given.as_deref(), here, next);
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
