//! The Rollcall page: it draws what the workers know, and tells them what the user wants. It knows no rule of the domain; all
//! that it says about accounts and rows was said by a worker, in [`rollcall_protocol`]'s words.
//!
//! Data goes one way, in a circle:
//!
//! - [`client`] starts a worker and carries one question there and one answer back. It knows nothing of what is asked.
//! - [`state`] holds what the page knows, in a few small objects: the [`state::workbench::Workbench`] (the worker that holds the file), the
//!   [`state::runner::Runner`] (the worker that carries out a run), the [`state::runs::Runs`] of this browser, which
//!   [`state::step::Step`] is shown, and how the rows are [filtered](state::filter::Filter). Each object asks its worker and
//!   keeps the newest answer; nobody else writes to it.
//! - [`screens`] draw these objects, one file a step, and call their methods. They keep only what is not yet sent: the text in
//!   a field, the window of rows on screen.
//! - [`origin`] judges whether the page has its origin to itself, and whether it is framed.
//! - [`attention`] keeps the screen awake during a run, and notifies.
//! - [`grid`] is the one screen part with a life of its own: it shows any of a million rows and asks for just those on screen.
//! - [`widgets`] are small things that several screens draw.
//!
//! A worker can die, by a fault in our code or for want of memory. The page then says so, starts a fresh one and repeats
//! what was asked and granted so far ([`state::restore_log`]). A run lives in a worker of its own, which this cannot touch.

mod app;
mod attention;
mod client;
mod fault;
mod format;
mod grid;
mod origin;
mod screens;
mod state;
mod widgets;

fn main() {
    fault::show_panics();
    // Before anything else of the page is there: no worker, and no field that takes a key.
    if origin::facts::is_framed() {
        yew::Renderer::<app::Framed>::new().render();
    } else {
        yew::Renderer::<app::App>::new().render();
    }
}
