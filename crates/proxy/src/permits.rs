//! Permits for concurrent work. Acquiring and releasing never blocks: threads that share the permits would otherwise wait for one that
//! the scheduler has suspended.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A fixed number of permits. (`tokio`'s semaphore locks its list of waiters to release one.)
#[derive(Debug)]
pub(crate) struct Permits {
    limit: usize,
    held: AtomicUsize,
}

/// One permit, held until it is dropped.
pub(crate) struct Permit(Arc<Permits>);

impl Permits {
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        let held = AtomicUsize::new(0);
        Arc::new(Self { limit, held })
    }

    /// A permit, if one is free.
    pub(crate) fn acquire(self: &Arc<Self>) -> Option<Permit> {
        let one_more = |held| (held < self.limit).then_some(held + 1);
        // Relaxed: no other memory depends on the count.
        self.held
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more)
            .is_ok()
            .then(|| Permit(Arc::clone(self)))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.held.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_is_free_again_when_it_is_dropped() {
        let permits = Permits::new(2);
        let (one, other) = (permits.acquire(), permits.acquire());
        assert!(one.is_some() && other.is_some() && permits.acquire().is_none());
        drop(one);
        let third = permits.acquire();
        assert!(third.is_some() && permits.acquire().is_none());
    }
}
