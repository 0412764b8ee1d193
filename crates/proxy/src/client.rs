//! Who asks, as far as the limits for each client tell them apart.

use std::collections::HashMap;
use std::hash::RandomState;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::places::Places;

/// After so many connections the clients that have none any more are forgotten.
const SWEEP_EVERY: usize = 1_000;

/// A client.
#[derive(Debug)]
pub(crate) struct Client {
    /// Its address; of an IPv6 address the network, for whoever has one has all of its addresses.
    pub(crate) network: IpAddr,
    /// For what it has under way, on all of its connections together.
    pub(crate) places: Arc<Places>,
}

/// All clients that are connected.
#[derive(Debug)]
pub(crate) struct Clients {
    /// Places of each.
    places: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Hashed with a key of this process: who has many addresses could choose those that collide otherwise.
    clients: HashMap<IpAddr, Weak<Places>, RandomState>,
    since_sweep: usize,
}

impl Clients {
    pub(crate) fn new(places: usize) -> Self {
        let known = Mutex::default();
        Self { places, known }
    }

    /// Whoever connects from this address.
    pub(crate) fn at(&self, address: IpAddr) -> Client {
        let network = network(address);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.since_sweep += 1;
        if known.since_sweep == SWEEP_EVERY {
            known.since_sweep = 0;
            known.clients.retain(|_, places| places.strong_count() > 0);
        }
        let place = known.clients.entry(network).or_default();
        let places = place.upgrade().unwrap_or_else(|| Places::new(self.places));
        *place = Arc::downgrade(&places);
        Client { network, places }
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
    fn a_network_is_one_client_and_so_is_an_address_in_either_form() {
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
            let _taken = client.places.take();
            assert_eq!(second.places.take().is_none(), are_one, "{one} {other}");
        }
    }

    #[test]
    fn who_is_gone_is_forgotten() {
        let clients = Clients::new(1);
        for connection in 0..2 * SWEEP_EVERY {
            clients.at(IpAddr::from((connection as u32).to_be_bytes()));
        }
        assert!(clients.known.lock().unwrap().clients.len() <= SWEEP_EVERY);
    }
}
