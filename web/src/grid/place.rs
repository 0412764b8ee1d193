//! Where the user is, and the rows for that place.

use std::ops::Range;

use gloo_timers::callback::Timeout;
use rollcall_protocol::Rows;
use web_sys::Element;
use yew::prelude::*;

use super::{Grid, Msg, ROW_HEIGHT, track::Track};

/// Rows asked for on either side of those on screen. Few, because a jump waits for all that is asked.
const MARGIN: u32 = 30;
/// When fewer than these are at hand beyond the rows on screen, more are asked for.
const AHEAD: u32 = 10;
/// How long old rows stay on show while new ones are on their way.
const PATIENCE_MS: u32 = 200;

impl Grid {
    /// The places in the view that are on screen at this position.
    pub(super) fn range(&self, position: f64) -> Range<u32> {
        let first = position.floor();
        let last = (position + self.track.visible()).ceil();
        (first as u32).min(self.track.rows)..(last as u32).min(self.track.rows)
    }

    /// Moves there, the scrollbar with it. What is drawn follows in [`Grid::settle`].
    pub(super) fn go_to(&mut self, position: f64) {
        self.position = self.track.clamp(position);
        self.put = Some(self.track.scroll_top(self.position));
    }

    pub(super) fn scrolled(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scroller) = self.scroller.cast::<Element>() else {
            return false;
        };
        let place = f64::from(scroller.scroll_top());
        if let Some(put) = self.put
            && (put - place).abs() <= 1.0
        {
            return false;
        }
        self.put = None;
        self.leave_editor(ctx);
        self.position = self.track.position(place);
        self.settle(ctx);
        true
    }

    /// Draws the place where the user is, if its rows are at hand; asks for them, if not.
    pub(super) fn settle(&mut self, ctx: &Context<Self>) {
        let range = self.range(self.position);
        let is_here = self.window.covers(range.clone());
        if is_here {
            self.drawn = self.position;
            self.patience = None;
        }
        let near = range.start.saturating_sub(AHEAD)..(range.end + AHEAD).min(self.track.rows);
        if self.window.is_fresh() && self.window.covers(near) {
            return;
        }
        if !is_here && self.patience.is_none() {
            let link = ctx.link().clone();
            self.patience = Some(Timeout::new(PATIENCE_MS, move || {
                link.send_message(Msg::Impatient);
            }));
        }
        if self.is_asking {
            return;
        }
        self.is_asking = true;
        let from = range.start.saturating_sub(MARGIN);
        let view = ctx.props().filter.view(from, range.end - from + MARGIN);
        let generation = self.window.generation();
        let workbench = ctx.props().workbench.clone();
        ctx.link()
            .send_future(async move { Msg::Loaded(generation, workbench.rows(view).await) });
    }

    pub(super) fn loaded(&mut self, ctx: &Context<Self>, generation: u32, rows: Rows) {
        self.window.accept(generation, rows);
        if self.window.is_fresh() {
            self.edited = None;
            self.ticked.clear();
        }
        let total = self.window.total().unwrap_or(0);
        if total != self.track.rows {
            self.track.rows = total;
            // A jump to a row beyond the old end was cut short there.
            let wanted = ctx
                .props()
                .jump
                .filter(|jump| jump.row == self.active.0)
                .map_or(self.position, |jump| {
                    self.track.revealing(jump.row, self.position)
                });
            self.go_to(wanted);
        }
        self.active.0 = self.active.0.min(total.saturating_sub(1));
        ctx.props().on_total.emit(total);
        self.settle(ctx);
    }

    /// Takes up another height, of a row or of the window.
    pub(super) fn measure(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scroller) = self.scroller.cast::<Element>() else {
            return false;
        };
        let track = measured(&scroller, self.track);
        if track == self.track {
            return false;
        }
        self.track = track;
        self.go_to(self.position);
        self.settle(ctx);
        true
    }
}

/// Asks the stylesheet how tall rows are, and the browser how much of them fits.
pub(crate) fn measured(scroller: &Element, track: Track) -> Track {
    let row = web_sys::window()
        .and_then(|window| window.get_computed_style(scroller).ok()?)
        .and_then(|style| style.get_property_value("--rc-row-height").ok())
        .and_then(|height| height.trim().trim_end_matches("px").parse().ok())
        .unwrap_or(ROW_HEIGHT);
    Track {
        row,
        viewport: f64::from(scroller.client_height()),
        ..track
    }
}
