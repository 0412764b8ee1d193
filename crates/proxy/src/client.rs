//! Clients, as the limits per client tell them apart.

use std::collections::HashMap;
use std::hash::RandomState;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::permits::Permits;

/// After this many connections, clients without one are forgotten.
const SWEEP_EVERY: usize = 1_000;

/// A client.
#[derive(Debug)]
pub(crate) struct Client {
    /// Its address, or the /64 network of an IPv6 address: one client has all addresses of its network.
    pub(crate) network: IpAddr,
    /// For its requests on all of its connections together.
    pub(crate) permits: Arc<Permits>,
}

/// All connected clients.
#[derive(Debug)]
pub(crate) struct Clients {
    /// Permits of each.
    permits: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Hashed with a random key: otherwise somebody with many addresses could choose some that collide.
    clients: HashMap<IpAddr, Weak<Permits>, RandomState>,
    since_sweep: usize,
}

impl Clients {
    pub(crate) fn new(permits: usize) -> Self {
        let known = Mutex::default();
        Self { permits, known }
    }

    /// The client at this address.
    pub(crate) fn at(&self, address: IpAddr) -> Client {
        let network = network(address);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.since_sweep += 1;
        if known.since_sweep == SWEEP_EVERY {
            known.since_sweep = 0;
            known.clients.retain(|_, permits| permits.strong_count() > 0);
        }
        let entry = known.clients.entry(network).or_default();
        let permits = entry.upgrade().unwrap_or_else(|| Permits::new(self.permits));
        *entry = Arc::downgrade(&permits);
        Client { network, permits }
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_one_client_and_so_is_a_mapped_address() {
        let clients = Clients::new(1);
        let at = |address: &str| clients.at(address.parse().unwrap());
        for (one, other, are_one) in [
            ("2001:db8::1", "2001:db8::ffff:1", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let (client, second) = (at(one), at(other));
            assert_eq!(client.network == second.network, are_one, "{one} {other}");
            let _permit = client.permits.acquire();
            assert_eq!(second.permits.acquire().is_none(), are_one, "{one} {other}");
        }
    }

    #[test]
    fn clients_without_a_connection_are_forgotten() {
        let clients = Clients::new(1);
        for connection in 0..2 * SWEEP_EVERY {
            clients.at(IpAddr::from((connection as u32).to_be_bytes()));
        }
        assert!(clients.known.lock().unwrap().clients.len() <= SWEEP_EVERY);
    }
}
