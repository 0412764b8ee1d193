//! What the user does in the grid: keys, clicks, edits.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::{
    Grid,
    keys::{self, Move},
    row::{self, Editing},
};

impl Grid {
    /// Columns of the grid: row, state, who, the action's, findings, leave out.
    pub(super) fn width(ctx: &Context<Self>) -> usize {
        ctx.props().columns.len() + 5
    }

    pub(super) fn pressed(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        if self.editing.is_some() || !self.is_for_grid(event) {
            return false;
        }
        let Some(step) = keys::read(event) else {
            return false;
        };
        event.prevent_default();
        let (at, column) = self.active;
        let last = self.track.rows.saturating_sub(1);
        let page = (self.track.visible().floor() as u32).saturating_sub(1).max(1);
        let end = Self::width(ctx) - 1;
        self.active = match step {
            Move::Up => (at.saturating_sub(1), column),
            Move::Down => ((at + 1).min(last), column),
            Move::PageUp => (at.saturating_sub(page), column),
            Move::PageDown => ((at + page).min(last), column),
            Move::Left => (at, column.saturating_sub(1)),
            Move::Right => (at, (column + 1).min(end)),
            Move::RowStart => (at, 0),
            Move::RowEnd => (at, end),
            Move::First => (0, 0),
            Move::Last => (last, end),
            Move::Edit => return self.begin_edit(ctx, at, column),
            Move::Enter => return self.enter(ctx, at, column),
            Move::Toggle => return self.toggle(ctx, at),
        };
        self.go_to(self.track.revealing(self.active.0, self.position));
        self.settle(ctx);
        true
    }

    /// Keys pressed in a button or a tick box within the grid are theirs.
    pub(super) fn is_for_grid(&self, event: &KeyboardEvent) -> bool {
        let target = event.target_dyn_into::<Element>();
        target.is_some() && target == self.root.cast::<Element>()
    }

    pub(super) fn clicked(&mut self, ctx: &Context<Self>, event: &MouseEvent) -> bool {
        let Some(target) = event.target_dyn_into::<Element>() else {
            return false;
        };
        let Some((at, column)) = Self::place_of(event) else {
            return false;
        };
        let Some(row) = self.window.row(at).cloned() else {
            return false;
        };
        if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
            if input.type_() == "checkbox" {
                self.active = (at, column);
                self.leave_out(ctx, row.number, input.checked());
            }
            return true;
        }
        let again = self.active == (at, column);
        self.active = (at, column);
        let wants_details = target.closest(".rc-row__open").ok().flatten().is_some();
        if wants_details || self.is_narrow() {
            ctx.props().on_open.emit(row.number);
        } else if again {
            self.begin_edit(ctx, at, column);
        }
        true
    }

    /// Rows are cards: a tap anywhere opens the details, where there is room to edit.
    pub(super) fn is_narrow(&self) -> bool {
        self.scroller
            .cast::<Element>()
            .and_then(|scroller| web_sys::window()?.get_computed_style(&scroller).ok()?)
            .and_then(|style| style.get_property_value("--rc-row-is-card").ok())
            .is_some_and(|card| card.trim() == "1")
    }

    /// The cell that was clicked: place in the view, and column of the grid.
    pub(super) fn place_of(event: &MouseEvent) -> Option<(u32, usize)> {
        let cell = event
            .target_dyn_into::<Element>()?
            .closest("[role=gridcell]")
            .ok()??;
        row::read_cell_id(&cell.id())
    }

    pub(super) fn enter(&mut self, ctx: &Context<Self>, at: u32, column: usize) -> bool {
        if self.begin_edit(ctx, at, column) {
            return true;
        }
        if column + 1 == Self::width(ctx) {
            return self.toggle(ctx, at);
        }
        if let Some(row) = self.window.row(at) {
            ctx.props().on_open.emit(row.number);
        }
        true
    }

    /// Leaves the row out, or takes it back in.
    pub(super) fn toggle(&mut self, ctx: &Context<Self>, at: u32) -> bool {
        if let Some(row) = self.window.row(at) {
            let (number, out) = (row.number, !self.is_out(row));
            self.leave_out(ctx, number, out);
        }
        true
    }

    fn leave_out(&mut self, ctx: &Context<Self>, row: u32, out: bool) {
        self.ticked.insert(row, out);
        ctx.props().on_leave_out.emit((row, out));
    }

    /// True where the cell can be edited.
    pub(super) fn begin_edit(&mut self, ctx: &Context<Self>, at: u32, column: usize) -> bool {
        let cell = column.checked_sub(row::FIRST_CELL);
        let Some((cell, of)) = cell.and_then(|cell| Some((cell, ctx.props().columns.get(cell)?))) else {
            return false;
        };
        let Some(row) = self.window.row(at) else {
            return false;
        };
        if !of.editable {
            return false;
        }
        let text = row
            .cells
            .get(cell)
            .and_then(|cell| cell.text.clone())
            .unwrap_or_default();
        self.active = (at, column);
        self.editing = Some(Editing {
            row: row.number,
            part: of.key.clone(),
            was: text.clone(),
            text,
        });
        self.editor_wants_focus = true;
        true
    }

    pub(super) fn edit_key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                self.leave_editor(ctx);
            }
            "Escape" => {
                event.prevent_default();
                self.editing = None;
            }
            _ => return false,
        }
        if let Some(grid) = self.root.cast::<HtmlElement>() {
            // It is focusable; where it is not, the user clicks.
            let _ = grid.focus();
        }
        true
    }

    /// Sends what was typed, if it is something else than before.
    pub(super) fn leave_editor(&mut self, ctx: &Context<Self>) -> bool {
        let Some(editing) = self.editing.take() else {
            return false;
        };
        if editing.text != editing.was {
            self.edited = Some((editing.row, editing.part.clone(), editing.text.clone()));
            ctx.props()
                .on_edit
                .emit((editing.row, editing.part, editing.text));
        }
        true
    }
}
