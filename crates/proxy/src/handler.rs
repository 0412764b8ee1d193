//! What a gate is made of: a [`Handler`] around another one. The gates' order is in [`crate::stack`].

use std::pin::Pin;
use std::sync::Arc;

use http::{Request, Response};

use crate::body::Body;
use crate::refusal::Refusal;

/// Answers a request. Any failure is a response of its own, so that every request gets one.
pub(crate) type Handler = Arc<dyn Fn(Request<Body>) -> ResponseFuture + Send + Sync>;

/// The response to come.
pub(crate) type ResponseFuture = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// A gate made of a function that gets the request and the handler behind it.
pub(crate) fn gate<F, Fut>(inner: Handler, pass: F) -> Handler
where
    F: Fn(Request<Body>, Handler) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Response<Body>> + Send + 'static,
{
    Arc::new(move |request| Box::pin(pass(request, Arc::clone(&inner))))
}

/// A gate that inspects a request and either passes it on unchanged or refuses it.
pub(crate) fn check<F>(inner: Handler, inspect: F) -> Handler
where
    F: Fn(&Request<Body>) -> Result<(), Refusal> + Send + Sync + 'static,
{
    Arc::new(move |request| match inspect(&request) {
        Ok(()) => inner(request),
        Err(refusal) => ready(refusal.response()),
    })
}

/// A response that is already known.
pub(crate) fn ready(response: Response<Body>) -> ResponseFuture {
    Box::pin(std::future::ready(response))
}
