//! How many requests of one client may be under way at a time, so that no client takes the places of all others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::body::keeping;
use crate::client::Client;
use crate::refusal::Refusal;
use crate::stack::{AGAIN_IN, Handler, gate};

/// How many requests each client has under way.
pub(crate) struct Shares {
    most: usize,
    taken: Mutex<HashMap<Client, usize>>,
}

impl Shares {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            taken: Mutex::default(),
        }
    }

    fn take(self: &Arc<Self>, client: Client) -> Option<Share> {
        let mut all = self.taken();
        let taken = all.entry(client).or_default();
        (*taken < self.most).then(|| {
            *taken += 1;
            Share {
                of: Arc::clone(self),
                client,
            }
        })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Client, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One request of a client, until the client has all of its answer.
struct Share {
    of: Arc<Shares>,
    client: Client,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut all = self.of.taken();
        if let Some(taken) = all.get_mut(&self.client) {
            *taken -= 1;
            if *taken == 0 {
                all.remove(&self.client);
            }
        }
    }
}

pub(crate) fn around(inner: Handler, shares: &Arc<Shares>) -> Handler {
    let shares = Arc::clone(shares);
    gate(inner, move |request, inner| {
        let client = request.extensions().get::<Client>().copied();
        let share = client.map(|client| shares.take(client));
        async move {
            match share {
                Some(Some(share)) => inner(request).await.map(|body| keeping(body, share)),
                Some(None) => Refusal::Share.after(AGAIN_IN),
                None => inner(request).await,
            }
        }
    })
}
