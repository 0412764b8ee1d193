//! The API tokens that the owner of a managed account has made (User management REST API, Api Tokens).

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::{
    AccountId, ApiTokenId, Body, Call, Endpoint, Failure, Generation, KeyKind, ResourceKind, answer, request,
};

/// The API tokens of an account.
pub static GET_API_TOKENS: Endpoint = Endpoint {
    name: "get-api-tokens",
    method: Method::GET,
    path: "/users/{account}/manage/api-tokens",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Account,
};

/// Revokes one API token.
pub static DELETE_API_TOKEN: Endpoint = Endpoint {
    name: "delete-api-token",
    method: Method::DELETE,
    path: "/users/{account}/manage/api-tokens/{token}",
    query: &[],
    key: KeyKind::Unscoped,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::ApiToken,
};

/// Asks for the API tokens of an account. They come all at once.
#[derive(Clone, Debug)]
pub struct GetApiTokens {
    /// Whose tokens.
    pub account: AccountId,
}

/// An API token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// What its owner called it.
    pub label: Option<String>,
    /// When it was made, in milliseconds since 1970; `None` where the answer gives no time that can be read.
    #[serde(default, deserialize_with = "answer::time", rename = "createdAt")]
    pub created: Option<i64>,
    /// When it ends, likewise.
    #[serde(default, deserialize_with = "answer::time")]
    pub expiry: Option<i64>,
    /// When somebody last logged in with it, likewise.
    #[serde(default, deserialize_with = "answer::time")]
    pub last_access: Option<i64>,
}

impl Call for GetApiTokens {
    type Answer = Vec<ApiToken>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_API_TOKENS
    }

    fn request(&self) -> Request<Body> {
        request::without_body(self.endpoint(), &[self.account.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Vec<ApiToken>, Failure> {
        answer::said(self.endpoint(), response)
    }
}

/// Revokes an API token: what uses it is refused from then on. There is no undo.
#[derive(Clone, Debug)]
pub struct DeleteApiToken {
    /// Whose token.
    pub account: AccountId,
    /// Which one.
    pub token: ApiTokenId,
}

impl Call for DeleteApiToken {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &DELETE_API_TOKEN
    }

    fn request(&self) -> Request<Body> {
        let values = [self.account.as_str(), self.token.as_str()];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::status_only(self.endpoint(), response)
    }
}
