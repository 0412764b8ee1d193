//! One runner at a time for each run, across all tabs: the Web Locks API. The browser lets go of a lock when its worker ends,
//! however it ends.

use futures::channel::oneshot;
use js_sys::{Array, Function, Object, Promise};
use rollcall_core::journal::RunId;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{clock, wire};

/// A worker that was ended a moment ago may hold its lock a little longer: so often it is asked for, and so many milliseconds
/// lie between.
const TRIES: u32 = 10;
const BETWEEN: u32 = 150;

/// A run's lock. Dropped, it is free.
pub(crate) struct Lock {
    _release: oneshot::Sender<()>,
}

/// Why there is no lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LockError {
    /// Another worker has it.
    #[error("another tab or window of this browser is carrying out this run")]
    Taken,
    /// The browser has no locks here.
    #[error("this browser cannot keep two tabs from carrying out the same run: {0}")]
    None(String),
}

impl Lock {
    /// Takes the lock of a run.
    pub(crate) async fn take(run: RunId) -> Result<Self, LockError> {
        for left in (0..TRIES).rev() {
            match Self::try_take(run).await {
                Err(LockError::Taken) if left > 0 => clock::sleep(BETWEEN).await,
                result => return result,
            }
        }
        Err(LockError::Taken)
    }

    async fn try_take(run: RunId) -> Result<Self, LockError> {
        let manager = manager()?;
        let request = function(&manager, "request")?;
        let options = Object::new();
        wire::set(&options, "ifAvailable", &JsValue::TRUE);
        let (release, released) = oneshot::channel::<()>();
        let (got, is_got) = oneshot::channel::<bool>();
        // Called with the lock, or with null where it is taken. It is held until the promise is kept.
        let on_lock = Closure::once_into_js(move |lock: JsValue| {
            let has_it = !lock.is_null();
            // Nobody listens any more where the run was given up.
            let _ = got.send(has_it);
            wasm_bindgen_futures::future_to_promise(async move {
                if has_it {
                    // The sender is only ever dropped.
                    let _ = released.await;
                }
                Ok(JsValue::UNDEFINED)
            })
        });
        let asked = request
            .call3(&manager, &JsValue::from_str(&name(run)), &options, &on_lock)
            .map_err(|error| LockError::None(words(&error)))?;
        let asked = JsFuture::from(Promise::resolve(&asked));
        // It ends when the lock does; what it says by then concerns nobody. Before, it tells why there is none.
        match futures::future::select(is_got, asked).await {
            futures::future::Either::Left((Ok(true), _)) => Ok(Self { _release: release }),
            futures::future::Either::Right((Err(error), _)) => Err(LockError::None(words(&error))),
            _ => Err(LockError::Taken),
        }
    }
}

/// The runs that some worker of this browser is carrying out right now.
pub(crate) async fn held() -> Vec<RunId> {
    let Ok(query) = manager().and_then(|manager| {
        function(&manager, "query")?
            .call0(&manager)
            .map_err(|error| LockError::None(words(&error)))
    }) else {
        return Vec::new();
    };
    let Ok(snapshot) = JsFuture::from(Promise::resolve(&query)).await else {
        return Vec::new();
    };
    Array::from(&wire::field(&snapshot, "held"))
        .iter()
        .filter_map(|lock| {
            let name = wire::field(&lock, "name").as_string()?;
            RunId::parse(name.strip_prefix(PREFIX)?)
        })
        .collect()
}

const PREFIX: &str = "rollcall-run-";

fn name(run: RunId) -> String {
    format!("{PREFIX}{run}")
}

/// `web-sys` has it only among what may still change: <https://w3c.github.io/web-locks/#api-navigator-mixin>
fn manager() -> Result<JsValue, LockError> {
    let manager = wire::field(&wire::scope().navigator(), "locks");
    if manager.is_object() {
        Ok(manager)
    } else {
        Err(LockError::None("it has no locks on this page".to_owned()))
    }
}

fn function(manager: &JsValue, name: &str) -> Result<Function, LockError> {
    wire::field(manager, name)
        .dyn_into()
        .map_err(|_| LockError::None(format!("it does not know {name}")))
}

fn words(error: &JsValue) -> String {
    wire::field(error, "message")
        .as_string()
        .unwrap_or_else(|| "no reason given".to_owned())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    async fn a_run_has_one_lock_until_it_is_dropped() {
        let (one, other) = (RunId::of_draw(1), RunId::of_draw(2));
        let lock = Lock::take(one).await.unwrap();
        assert_eq!(Lock::try_take(one).await.err(), Some(LockError::Taken));
        let second = Lock::take(other).await.unwrap();
        let mut now_held = held().await;
        now_held.sort();
        assert_eq!(now_held, [one, other]);
        drop(lock);
        Lock::take(one).await.unwrap();
        drop(second);
    }
}
