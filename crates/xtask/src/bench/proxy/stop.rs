//! Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, bail};

/// Whether the person has had enough. Without it Ctrl-C would end this process alone and at once, and leave the servers.
pub(super) struct Stop {
    wanted: Arc<AtomicBool>,
}

impl Stop {
    /// Takes Ctrl-C and the system's wish to end us as a wish to stop.
    pub(super) fn on_ctrl_c() -> Result<Self> {
        let wanted = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&wanted);
        ctrlc::set_handler(move || told.store(true, Ordering::Relaxed))?;
        Ok(Self { wanted })
    }

    /// # Errors
    /// When stopping is wanted.
    pub(super) fn check(&self) -> Result<()> {
        if self.wanted.load(Ordering::Relaxed) {
            bail!("Stopped; there are no figures.");
        }
        Ok(())
    }
}
