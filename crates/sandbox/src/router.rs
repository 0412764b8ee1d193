//! The way of a request: faults, limits, keys or the session, and then one call.

use http::Request;
use rollcall_atlassian::Generation;
use rollcall_atlassian::endpoint::{self, KeyKind};

use crate::access::insufficient_scope;
use crate::admin::event_actions;
use crate::fault::{self, Fault};
use crate::key::Key;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{Api, Refused, Reply};
use crate::request::{ApiRequest, parse_query};
use crate::route::Route;

/// Where the admin portal's own calls are.
const PORTAL: &str = "/gateway/";

impl Organization {
    /// Answers a request at a time in milliseconds since 1970. `origin` is where the client reaches the organization
    /// (`https://api.atlassian.com`); links that are whole URLs start with it. Of the request's URI only path and query count.
    pub fn answer(&mut self, now_ms: i64, origin: &str, request: &Request<Vec<u8>>) -> Reply {
        self.book.advance_to(now_ms);
        self.advance_tasks(now_ms);
        let serial = self.traffic.count();
        let path = request.uri().path();
        let api = Api::of(path);
        let found = endpoint::find(request.method(), path);
        let name = match &found {
            endpoint::Route::Found(endpoint, _) => Some(endpoint.name),
            _ => None,
        };

        let fault = self.traffic.faults.draw(name, now_ms);
        if let Some(reply) = fault.and_then(|fault| self.traffic.faults.before(fault, api, serial)) {
            return reply;
        }
        let limits = self.traffic.ask(name.and_then(Route::named), now_ms);
        let mut reply = if limits.is_refused() {
            api.rate_limited(serial)
        } else {
            let repeat = fault == Some(Fault::RepeatingCursor);
            self.admit(now_ms, origin, request, found, repeat)
                .unwrap_or_else(|refusal| *refusal)
        };
        if let Some(fault) = fault {
            reply = fault::after(fault, reply, api, serial);
        }
        self.history.stale_answers += u64::from(reply.extensions().get::<Stale>().is_some());
        limits.tell(reply.headers_mut());
        reply
    }

    /// Answers a request that is within the limits.
    ///
    /// # Errors
    /// The refusal of a request without a good key or session, and of one that is not a call.
    fn admit(
        &mut self,
        now_ms: i64,
        origin: &str,
        http: &Request<Vec<u8>>,
        found: endpoint::Route,
        repeat: bool,
    ) -> Result<Reply, Refused> {
        let serial = self.traffic.serial;
        let api = Api::of(http.uri().path());
        let route = match &found {
            endpoint::Route::Found(endpoint, _) => Route::of(endpoint),
            _ => None,
        };
        let key = if http.uri().path().starts_with(PORTAL) {
            match self.access.portal_refusal(http) {
                Some(refusal) => return Err(refusal.into()),
                None => None,
            }
        } else {
            Some(self.access.key(http, route, serial)?)
        };
        let (endpoint, params) = match found {
            endpoint::Route::Found(endpoint, params) => (endpoint, params),
            endpoint::Route::MethodNotAllowed(methods) => {
                return Err(api.wrong_method(&methods, serial).into());
            }
            endpoint::Route::Unknown => return Err(api.unknown_path(serial).into()),
        };
        let Some(route) = route else {
            return Err(api.unknown_path(serial).into());
        };
        if endpoint.key == KeyKind::Unscoped && key == Some(Key::Scoped) {
            return Err(insufficient_scope().into());
        }
        let request = ApiRequest {
            now_ms,
            origin,
            http,
            endpoint,
            route,
            params,
            query: parse_query(http.uri().query().unwrap_or_default()),
            serial,
            is_scoped: key == Some(Key::Scoped),
            repeat,
            forms: self.behaviour.forms,
        };
        if matches!(api, Api::OrganizationsV1 | Api::OrganizationsV2) {
            self.check_organization(&request)?;
        }
        self.carry_out(&request)
    }

    /// Carries one call out.
    ///
    /// # Errors
    /// The refusal.
    fn carry_out(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        match request.route {
            // The organization, and its directories.
            Route::GetOrganizations => Ok(self.get_organizations(request)),
            Route::GetOrganization => Ok(self.get_organization(request)),
            Route::GetDomains => self.get_domains(request),
            Route::GetDomain => Ok(self.get_domain(request)),
            Route::GetManagedAccounts => self.get_managed_accounts(request),
            Route::GetDirectories => self.get_directories(request),
            Route::SearchWorkspaces => self.search_workspaces(request),
            // Users of a directory.
            Route::SearchUsers => self.search_users(request),
            Route::GetUsers => self.get_users(request),
            Route::GetUser => self.get_user(request),
            Route::CountUsers => self.count_users(request),
            Route::GetUserStats => self.get_user_stats(request),
            Route::GetLastActive => self.get_last_active(request),
            Route::SuspendUser => self.suspend_user(request),
            Route::RestoreUser => self.restore_user(request),
            Route::RemoveUser => self.remove_user(request),
            Route::InviteUsers => self.invite_users(request),
            // Roles and groups.
            Route::GetUserRoles => self.get_user_roles(request),
            Route::GetGroupRoles => self.get_group_roles(request),
            Route::GrantRole => self.grant_workspace_role(request),
            Route::RevokeRole => self.revoke_workspace_role(request),
            Route::GrantOrganizationRole => self.grant_organization_role(request),
            Route::RevokeOrganizationRole => self.revoke_organization_role(request),
            Route::SearchGroups => self.search_groups(request),
            Route::GetGroup => self.get_group(request),
            Route::CountGroups => self.count_groups(request),
            Route::GetGroupStats => self.get_group_stats(request),
            Route::AddToGroup => self.add_to_group(request),
            Route::RemoveFromGroup => self.remove_from_group(request),
            // Policies and the audit log.
            Route::AddToPolicy => self.add_to_policy(request),
            Route::GetPolicyTask => self.get_policy_task(request),
            Route::GetUserPolicies => self.get_user_policies(request),
            Route::GetPolicies => self.get_policies(request),
            Route::GetPolicy => Ok(self.get_policy(request)),
            Route::GetEvents => self.get_events(request),
            Route::PollEvents => self.poll_events(request),
            Route::GetEvent => Ok(self.get_event(request)),
            Route::GetEventActions => Ok(event_actions()),
            // User management: one account.
            Route::GetPermissions => self.managed(request).map(|at| self.get_permissions(at, request)),
            Route::GetProfile => self.managed(request).map(|at| self.get_profile(at)),
            Route::UpdateProfile => self.managed(request).map(|at| self.update_profile(at, request)),
            Route::SetEmail => self.managed(request).map(|at| self.set_email(at, request)),
            Route::DeactivateAccount => self.managed(request).map(|at| self.deactivate(at, request)),
            Route::ActivateAccount => self.managed(request).map(|at| self.activate(at, request)),
            Route::DeleteAccount => self.managed(request).map(|at| self.delete(at, request)),
            Route::CancelDeletion => self.managed(request).map(|at| self.cancel_deletion(at, request)),
            Route::GetApiTokens => self.managed(request).map(|at| self.get_tokens(at, request)),
            Route::DeleteApiToken => self.managed(request).map(|at| self.delete_token(at, request)),
            // The calls of v1 that v2 replaced.
            Route::SuspendAccess => self.suspend_access(request),
            Route::RestoreAccess => self.restore_access(request),
            Route::RemoveAccess => self.remove_access(request),
            Route::SearchUsersV1 => self.search_users_v1(request),
            Route::InviteUser => self.invite_user(request),
            Route::SearchGroupsV1 => self.search_groups_v1(request),
            Route::AddToGroupV1 => self.add_to_group_v1(request),
            Route::RemoveFromGroupV1 => self.remove_from_group_v1(request),
            // The admin portal.
            Route::GetPortalUsers | Route::GetPortalSiteUsers => Ok(self.get_portal_users(request)),
        }
    }

    /// Refuses a call of the organizations API that has ended, that is about another organization, or whose query has a
    /// parameter that the call does not take.
    fn check_organization(&self, request: &ApiRequest<'_>) -> Result<(), Refused> {
        let has_ended = matches!(request.endpoint.generation, Generation::Retired { .. });
        if self.behaviour.is_v1_over && has_ended {
            return Err(self.call_has_ended(request).into());
        }
        self.check_organization_id(request)?;
        request.check_query()
    }
}
