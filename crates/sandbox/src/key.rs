//! The API keys that the organization issued, and which of them are revoked.

use fastrand::Rng;

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Everything.
    Unscoped,
    /// What user management does not refuse to it.
    Scoped,
}

/// All keys that were ever issued.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// The newest one without scopes.
    newest: Issued,
    scoped: Issued,
    older: Vec<Issued>,
    random: Rng,
}

#[derive(Clone, Debug)]
struct Issued {
    value: String,
    revoked: bool,
}

impl Keys {
    pub(crate) fn new(unscoped: String, scoped: String, seed: u64) -> Self {
        Self {
            newest: Issued::new(unscoped),
            scoped: Issued::new(scoped),
            older: Vec::new(),
            random: Rng::with_seed(seed),
        }
    }

    pub(crate) fn newest(&self) -> &str {
        &self.newest.value
    }

    pub(crate) fn scoped(&self) -> &str {
        &self.scoped.value
    }

    /// What a key may do; `None` for one that is unknown or revoked.
    pub(crate) fn find(&self, value: &str) -> Option<Key> {
        if self.scoped.value == value {
            return (!self.scoped.revoked).then_some(Key::Scoped);
        }
        self.unscoped()
            .any(|key| key.value == value && !key.revoked)
            .then_some(Key::Unscoped)
    }

    /// Whether this is or ever was a key without scopes.
    #[cfg(feature = "server")]
    pub(crate) fn was_issued(&self, value: &str) -> bool {
        self.unscoped().any(|key| key.value == value)
    }

    pub(crate) fn revoke(&mut self) {
        self.newest.revoked = true;
        self.scoped.revoked = true;
        for key in &mut self.older {
            key.revoked = true;
        }
    }

    /// Issues another key without scopes; those before stay as they are.
    pub(crate) fn renew(&mut self) -> &str {
        let random = std::iter::repeat_with(|| self.random.digit(16)).take(32);
        let newest = Issued::new(format!("sandbox-key-{}", random.collect::<String>()));
        self.older.push(std::mem::replace(&mut self.newest, newest));
        &self.newest.value
    }

    fn unscoped(&self) -> impl Iterator<Item = &Issued> {
        std::iter::once(&self.newest).chain(&self.older)
    }
}

impl Issued {
    fn new(value: String) -> Self {
        Self {
            value,
            revoked: false,
        }
    }
}
