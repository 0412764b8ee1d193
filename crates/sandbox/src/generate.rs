//! Making an organization from a seed.

use crate::access::Access;
use crate::behaviour::Behaviour;
use crate::cursor::Cursors;
use crate::furnish;
use crate::history::History;
use crate::key::Keys;
use crate::maker::Maker;
use crate::organization::{Identity, Organization};
use crate::places::{Directory, Places};
use crate::policy::Policies;
use crate::session::Session;
use crate::traffic::Traffic;

/// Seeds the random numbers for what is made after the people, so that it does not change them.
pub(crate) const LATER: u64 = 0x6c61_7465_7200;

impl Organization {
    /// An organization with so many managed accounts and a few unmanaged people besides. The same number and seed give the
    /// same organization. The first three quarters at least are plain active accounts; the special ones come last.
    pub fn generate(accounts: u32, seed: u64) -> Self {
        // The order in which the maker is asked decides what the seed gives.
        let mut maker = Maker::new(seed);
        let domains = maker.domains();
        let directories = ["Example Industries", "Example Industries, suppliers"]
            .map(|name| Directory {
                id: maker.uuid(),
                name,
            })
            .to_vec();
        let mut organization = Self {
            behaviour: Behaviour::new(seed),
            identity: Identity {
                id: maker.uuid(),
                neighbour_id: maker.uuid(),
                name: "Example Industries",
            },
            access: Access {
                keys: Keys::new(
                    format!("sandbox-key-{}", maker.hex(32)),
                    format!("sandbox-scoped-key-{}", maker.hex(32)),
                    seed,
                ),
                session: Session::new(seed),
            },
            places: Places {
                domains,
                directories,
                ..Places::default()
            },
            book: maker.book(accounts as usize),
            policies: Policies::default(),
            cursors: Cursors::new(seed),
            traffic: Traffic::new(seed),
            history: History::default(),
            // Not the first maker: what is made later must not change who is there from the beginning.
            maker: Maker::new(seed ^ LATER),
        };
        furnish::furnish(&mut organization);
        organization
    }
}
