//! The session of the administrator who is logged in to the admin portal with a browser.

use fastrand::Rng;

/// Separates the random numbers of sessions from those of the people.
const OF_SESSIONS: u64 = 0x7365_7373_696f_6e00;

/// The first two parts of a JSON Web Token, as Atlassian's is one: `{"alg":"none"}`, and `{"sub":"sandbox","exp":4102444800}`, which
/// is the year 2100.
const CLAIMS: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzYW5kYm94IiwiZXhwIjo0MTAyNDQ0ODAwfQ";

/// The newest session. Earlier ones are ended.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    token: String,
    is_over: bool,
    random: Rng,
}

impl Session {
    pub(crate) fn new(seed: u64) -> Self {
        let mut session = Self {
            token: String::new(),
            is_over: true,
            random: Rng::with_seed(seed ^ OF_SESSIONS),
        };
        session.renew();
        session
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn admits(&self, token: &str) -> bool {
        !self.is_over && self.token == token
    }

    pub(crate) fn end(&mut self) {
        self.is_over = true;
    }

    pub(crate) fn renew(&mut self) -> &str {
        let signature = std::iter::repeat_with(|| self.random.alphanumeric()).take(43);
        self.token = format!("{CLAIMS}.{}", signature.collect::<String>());
        self.is_over = false;
        &self.token
    }
}
