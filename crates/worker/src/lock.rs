//! Locks across all tabs of this browser: the Web Locks API. One runner at a time for each run, one editor for each change
//! file. The browser lets go of a lock when its worker ends, however it ends.

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

/// Whoever works on a run shares this one; who removes them all has it alone.
const ALL_RUNS: &str = "rollcall-runs";
const RUN: &str = "rollcall-run-";
const FILE: &str = "rollcall-file-";

/// A lock. Dropped, it is free.
pub(crate) struct Lock {
    _releases: Vec<oneshot::Sender<()>>,
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

/// How a lock is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Only if nobody has it.
    Alone,
    /// With others who share it, and only if nobody has it alone.
    Shared,
    /// As [`How::Shared`], and for as long as that takes.
    SharedInTime,
}

impl Lock {
    /// The right to change a run: to carry it out, to put a journal in its place, to remove it.
    pub(crate) async fn take(run: RunId) -> Result<Self, LockError> {
        let name = format!("{RUN}{run}");
        patiently(async || {
            let all = request(ALL_RUNS, How::Shared).await?;
            let run = request(&name, How::Alone).await?;
            Ok(Self {
                _releases: vec![run, all],
            })
        })
        .await
    }

    /// The right to remove all runs.
    pub(crate) async fn take_all() -> Result<Self, LockError> {
        patiently(async || {
            Ok(Self {
                _releases: vec![request(ALL_RUNS, How::Alone).await?],
            })
        })
        .await
    }

    /// The right to keep the edits of the change file with this sum.
    pub(crate) async fn take_file(sha256: &str) -> Result<Self, LockError> {
        let name = format!("{FILE}{sha256}");
        patiently(async || {
            Ok(Self {
                _releases: vec![request(&name, How::Alone).await?],
            })
        })
        .await
    }
}

/// Returns once nobody carries out the run; at once where that cannot be known.
pub(crate) async fn freed(run: RunId) {
    // Held for no longer than it takes to see it.
    let _ = request(&format!("{RUN}{run}"), How::SharedInTime).await;
}

/// The runs that some worker of this browser is working on right now.
///
/// # Errors
/// Where the browser has no locks here: then no worker can be carrying out a run either.
pub(crate) async fn held() -> Result<Vec<RunId>, LockError> {
    let manager = manager()?;
    let query = function(&manager, "query")?
        .call0(&manager)
        .map_err(|error| LockError::None(message(&error)))?;
    let snapshot = JsFuture::from(Promise::resolve(&query))
        .await
        .map_err(|error| LockError::None(message(&error)))?;
    Ok(Array::from(&wire::field(&snapshot, "held"))
        .iter()
        .filter(|lock| wire::field(lock, "mode").as_string().as_deref() == Some("exclusive"))
        .filter_map(|lock| {
            let name = wire::field(&lock, "name").as_string()?;
            RunId::parse(name.strip_prefix(RUN)?)
        })
        .collect())
}

async fn patiently(take: impl AsyncFn() -> Result<Lock, LockError>) -> Result<Lock, LockError> {
    for _ in 1..TRIES {
        match take().await {
            Err(LockError::Taken) => clock::sleep(BETWEEN).await,
            result => return result,
        }
    }
    take().await
}

/// Asks for a lock. Whoever drops what comes gives it back.
async fn request(name: &str, how: How) -> Result<oneshot::Sender<()>, LockError> {
    let manager = manager()?;
    let request = function(&manager, "request")?;
    let options = Object::new();
    if how != How::Alone {
        wire::set(&options, "mode", &JsValue::from_str("shared"));
    }
    wire::set(
        &options,
        "ifAvailable",
        &JsValue::from_bool(how != How::SharedInTime),
    );
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
        .call3(&manager, &JsValue::from_str(name), &options, &on_lock)
        .map_err(|error| LockError::None(message(&error)))?;
    let asked = JsFuture::from(Promise::resolve(&asked));
    // It ends when the lock does; what it says by then concerns nobody. Before, it tells why there is none.
    match futures::future::select(is_got, asked).await {
        futures::future::Either::Left((Ok(true), _)) => Ok(release),
        futures::future::Either::Right((Err(error), _)) => Err(LockError::None(message(&error))),
        _ => Err(LockError::Taken),
    }
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

fn message(error: &JsValue) -> String {
    wire::field(error, "message")
        .as_string()
        .unwrap_or_else(|| "no reason given".to_owned())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    async fn a_run_has_one_lock_until_it_is_dropped() {
        let (one, other) = (RunId::of_draw(1), RunId::of_draw(2));
        let lock = Lock::take(one).await.unwrap();
        assert_eq!(Lock::take(one).await.err(), Some(LockError::Taken));
        let second = Lock::take(other).await.unwrap();
        let mut now_held = held().await.unwrap();
        now_held.sort();
        assert_eq!(now_held, [one, other]);
        assert_eq!(Lock::take_all().await.err(), Some(LockError::Taken));
        drop(lock);
        Lock::take(one).await.unwrap();
        drop(second);

        let all = Lock::take_all().await.unwrap();
        assert_eq!(Lock::take(one).await.err(), Some(LockError::Taken));
        drop(all);
        Lock::take(one).await.unwrap();
    }

    #[wasm_bindgen_test]
    async fn who_waits_for_a_run_hears_when_it_is_free_and_keeps_nobody_from_it() {
        let run = RunId::of_draw(3);
        let lock = Lock::take(run).await.unwrap();
        let is_free = Rc::new(Cell::new(false));
        let told = Rc::clone(&is_free);
        wasm_bindgen_futures::spawn_local(async move {
            freed(run).await;
            told.set(true);
        });
        clock::sleep(50).await;
        assert!(!is_free.get());
        drop(lock);
        Lock::take(run).await.unwrap();
        assert!(is_free.get());
    }
}
