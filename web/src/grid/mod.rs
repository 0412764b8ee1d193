//! The grid: any of a million rows, of which only those on screen are drawn.
//!
//! What scrolls is an empty element of a height that browsers can bear ([`track`] says which row its scrollbar points at). The
//! rows stand in a sheet that sticks to the top of it and is moved by less than a row. So there is always something to see: while
//! the rows at a new place are on their way, those of the old one stay, and only when that takes long are they drawn as missing.
//!
//! One question for rows is under way at a time; when its answer comes, the next one asks for the place that the user has
//! reached by then.

mod keys;
mod row;
mod track;
mod window;

use std::ops::Range;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use rollcall_protocol::{GridColumn, Rows, Sort, SortKey};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, ResizeObserver, WheelEvent};
use yew::prelude::*;

use crate::state::{desk::Link, filter::Filter};
use keys::Move;
use row::{Editing, RowLook, draw_missing, draw_row};
use track::Track;
use window::Window;

/// Rows asked for on either side of those on screen.
const MARGIN: u32 = 60;
/// How long old rows stay on show while new ones are on their way.
const PATIENCE_MS: u32 = 200;
/// Height of a row before the stylesheet has been asked.
const ROW_HEIGHT: f64 = 48.0;

/// A wish to see a row. Two wishes for the same row are two wishes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Jump {
    /// Place in the view.
    row: u32,
    number: u32,
}

impl Jump {
    /// The wish that follows this one.
    pub(crate) fn after(last: Option<Self>, row: u32) -> Self {
        Self {
            row,
            number: last.map_or(0, |last| last.number) + 1,
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct GridProps {
    pub(crate) desk: Link,
    pub(crate) columns: Vec<GridColumn>,
    /// Of the desk: another one makes the rows at hand stale.
    pub(crate) revision: u32,
    pub(crate) filter: Filter,
    pub(crate) jump: Option<Jump>,
    /// Number of the row whose details are open.
    pub(crate) opened: Option<u32>,
    pub(crate) on_sort: Callback<SortKey>,
    /// Row number, key of the part, new text.
    pub(crate) on_edit: Callback<(u32, String, String)>,
    /// Row number, and whether it is left out.
    pub(crate) on_leave_out: Callback<(u32, bool)>,
    /// Row number.
    pub(crate) on_open: Callback<u32>,
    /// How many rows the filter shows.
    pub(crate) on_total: Callback<u32>,
}

/// What happens to a [`Grid`].
pub(crate) enum Msg {
    Scrolled,
    Turned(f64),
    Resized,
    Loaded(u32, Option<Rows>),
    Impatient,
    Pressed(KeyboardEvent),
    Clicked(MouseEvent),
    DoubleClicked(MouseEvent),
    Typed(String),
    EditKey(KeyboardEvent),
    EditLeft,
}

/// See the module.
pub(crate) struct Grid {
    grid: NodeRef,
    scroller: NodeRef,
    track_element: NodeRef,
    pane: NodeRef,
    sheet: NodeRef,
    editor: NodeRef,
    window: Window,
    track: Track,
    /// Where the user is: the first row on screen, broken.
    position: f64,
    /// Where the rows on screen are.
    drawn: f64,
    /// Where the scrollbar was put by us: the event that follows says nothing new.
    put: Option<f64>,
    is_asking: bool,
    patience: Option<Timeout>,
    /// The cell that has the keyboard: place in the view, and column of the grid.
    active: (u32, usize),
    editing: Option<Editing>,
    /// An edit under way, shown until the desk has taken it: row number, key of the part, text.
    edited: Option<(u32, String, String)>,
    editor_wants_focus: bool,
    watchers: Option<(ResizeObserver, Closure<dyn FnMut()>, EventListener)>,
}

impl Component for Grid {
    type Message = Msg;
    type Properties = GridProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut grid = Self {
            grid: NodeRef::default(),
            scroller: NodeRef::default(),
            track_element: NodeRef::default(),
            pane: NodeRef::default(),
            sheet: NodeRef::default(),
            editor: NodeRef::default(),
            window: Window::default(),
            track: Track {
                rows: 0,
                row: ROW_HEIGHT,
                viewport: 0.0,
            },
            position: 0.0,
            drawn: 0.0,
            put: None,
            is_asking: false,
            patience: None,
            active: (0, 0),
            editing: None,
            edited: None,
            editor_wants_focus: false,
            watchers: None,
        };
        grid.settle(ctx);
        grid
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &GridProps) -> bool {
        let new = ctx.props();
        if new.revision != old.revision || new.filter != old.filter {
            self.window.expire();
        }
        if new.filter != old.filter {
            self.editing = None;
            self.active.0 = 0;
            self.go_to(0.0);
        }
        if new.jump != old.jump
            && let Some(jump) = new.jump
        {
            self.active.0 = jump.row;
            // A third of the way down, with some of what comes before.
            self.go_to(f64::from(jump.row) - (self.track.visible() / 3.0).floor());
        }
        self.settle(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Scrolled => self.scrolled(ctx),
            Msg::Turned(pixels) => {
                self.leave_editor(ctx);
                self.go_to(self.position + pixels / self.track.row);
                self.settle(ctx);
                true
            }
            Msg::Resized => self.measure(ctx),
            Msg::Loaded(generation, rows) => {
                self.is_asking = false;
                if let Some(rows) = rows {
                    self.loaded(ctx, generation, rows);
                }
                true
            }
            Msg::Impatient => {
                self.patience = None;
                self.drawn = self.position;
                true
            }
            Msg::Pressed(event) => self.pressed(ctx, &event),
            Msg::Clicked(event) => self.clicked(ctx, &event),
            Msg::DoubleClicked(event) => {
                event.prevent_default();
                self.place_of(&event)
                    .is_some_and(|(at, column)| self.begin_edit(ctx, at, column))
            }
            Msg::Typed(text) => {
                if let Some(editing) = &mut self.editing {
                    editing.text = text;
                }
                true
            }
            Msg::EditKey(event) => self.edit_key(ctx, &event),
            Msg::EditLeft => self.leave_editor(ctx),
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let columns = &ctx.props().columns;
        let total = self.window.total();
        let range = self.range(self.drawn);
        html! {
            <div
                ref={self.grid.clone()}
                class="rc-grid"
                role="grid"
                aria-label="Rows"
                aria-rowcount={total.map_or_else(|| "-1".to_owned(), |total| (total + 1).to_string())}
                aria-colcount={(columns.len() + 5).to_string()}
                aria-busy={(!self.window.is_fresh()).to_string()}
                aria-activedescendant={row::cell_id(self.active.0, self.active.1)}
                tabindex="0"
                onkeydown={link.callback(Msg::Pressed)}
                onclick={link.callback(Msg::Clicked)}
                ondblclick={link.callback(Msg::DoubleClicked)}
            >
                { self.header(ctx) }
                <div
                    ref={self.scroller.clone()}
                    class="rc-grid__scroller"
                    data-share={(!self.track.is_exact()).then_some("true")}
                    onscroll={link.callback(|_| Msg::Scrolled)}
                >
                    <div ref={self.track_element.clone()} class="rc-grid__track" role="presentation">
                        <div ref={self.pane.clone()} class="rc-grid__pane" role="presentation">
                            <div ref={self.sheet.clone()} class="rc-grid__sheet" role="rowgroup">
                                { for range.map(|at| self.draw(ctx, at)) }
                            </div>
                        </div>
                    </div>
                    if total == Some(0) {
                        <p class="rc-grid__empty">{ "No rows to show." }</p>
                    }
                </div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.watch(ctx);
            ctx.link().send_message(Msg::Resized);
        }
        // Through the object model, not as attributes: this happens with every frame of scrolling.
        let whole = self.drawn.floor();
        set_style(
            &self.track_element,
            "height",
            &format!("{}px", self.track.height()),
        );
        set_style(
            &self.pane,
            "height",
            &format!("{}px", self.track.viewport.min(self.track.height())),
        );
        let offset = ((whole - self.drawn) * self.track.row).round();
        set_style(&self.sheet, "transform", &format!("translateY({offset}px)"));
        if let Some(put) = self.put
            && let Some(scroller) = self.scroller.cast::<Element>()
        {
            scroller.set_scroll_top(put.round() as i32);
        }
        if self.editor_wants_focus
            && let Some(editor) = self.editor.cast::<HtmlInputElement>()
        {
            self.editor_wants_focus = false;
            // Without the focus the editor can still be clicked.
            let _ = editor.focus();
            editor.select();
        }
    }
}

// Where the user is, and the rows for that place.
impl Grid {
    /// The places in the view that are on screen at this position.
    fn range(&self, position: f64) -> Range<u32> {
        let first = position.floor();
        let last = (position + self.track.visible()).ceil();
        (first as u32).min(self.track.rows)..(last as u32).min(self.track.rows)
    }

    /// Moves there, the scrollbar with it. What is drawn follows in [`Grid::settle`].
    fn go_to(&mut self, position: f64) {
        self.position = self.track.clamp(position);
        self.put = Some(self.track.scroll_top(self.position));
    }

    fn scrolled(&mut self, ctx: &Context<Self>) -> bool {
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
    fn settle(&mut self, ctx: &Context<Self>) {
        let range = self.range(self.position);
        let is_here = self.window.covers(range.clone());
        if is_here {
            self.drawn = self.position;
            self.patience = None;
        }
        if is_here && self.window.is_fresh() {
            return;
        }
        if !is_here && self.patience.is_none() {
            let link = ctx.link().clone();
            self.patience = Some(Timeout::new(PATIENCE_MS, move || {
                link.send_message(Msg::Impatient)
            }));
        }
        if self.is_asking {
            return;
        }
        self.is_asking = true;
        let from = range.start.saturating_sub(MARGIN);
        let view = ctx.props().filter.view(from, range.end - from + MARGIN);
        let generation = self.window.generation();
        let desk = ctx.props().desk.clone();
        ctx.link()
            .send_future(async move { Msg::Loaded(generation, desk.rows(view).await) });
    }

    fn loaded(&mut self, ctx: &Context<Self>, generation: u32, rows: Rows) {
        self.window.accept(generation, rows);
        if self.window.is_fresh() {
            self.edited = None;
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

    /// Asks the stylesheet how tall rows are, and the browser how much of them fits.
    fn measure(&mut self, ctx: &Context<Self>) -> bool {
        let Some(scroller) = self.scroller.cast::<Element>() else {
            return false;
        };
        let viewport = f64::from(scroller.client_height());
        let row = web_sys::window()
            .and_then(|window| window.get_computed_style(&scroller).ok()?)
            .and_then(|style| style.get_property_value("--rc-row-height").ok())
            .and_then(|height| height.trim().trim_end_matches("px").parse().ok())
            .unwrap_or(ROW_HEIGHT);
        let track = Track {
            viewport,
            row,
            ..self.track
        };
        if track == self.track {
            return false;
        }
        self.track = track;
        self.go_to(self.position);
        self.settle(ctx);
        true
    }

    fn watch(&mut self, ctx: &Context<Self>) {
        let Some(scroller) = self.scroller.cast::<Element>() else {
            return;
        };
        let link = ctx.link().clone();
        let resized = Closure::new(move || link.send_message(Msg::Resized));
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&scroller);
        let link = ctx.link().clone();
        // Not passive, because the scrollbar's own steps would be hundreds of rows where it stands for a share of them.
        let options = EventListenerOptions::enable_prevent_default();
        let wheel = EventListener::new_with_options(&scroller, "wheel", options, move |event| {
            if let Some(turned) = event.dyn_ref::<WheelEvent>().and_then(wheel_steps) {
                link.send_message(turned);
            }
        });
        self.watchers = Some((observer, resized, wheel));
    }
}

// Keys, clicks and edits.
impl Grid {
    /// Columns of the grid: row, state, who, the action's, findings, leave out.
    fn width(ctx: &Context<Self>) -> usize {
        ctx.props().columns.len() + 5
    }

    fn pressed(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
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
    fn is_for_grid(&self, event: &KeyboardEvent) -> bool {
        let target = event.target_dyn_into::<Element>();
        target.is_some() && target == self.grid.cast::<Element>()
    }

    fn clicked(&mut self, ctx: &Context<Self>, event: &MouseEvent) -> bool {
        let Some(target) = event.target_dyn_into::<Element>() else {
            return false;
        };
        let Some((at, column)) = self.place_of(event) else {
            return false;
        };
        let Some(row) = self.window.row(at).cloned() else {
            return false;
        };
        if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
            if input.type_() == "checkbox" {
                self.active = (at, column);
                ctx.props().on_leave_out.emit((row.number, input.checked()));
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
    fn is_narrow(&self) -> bool {
        self.scroller
            .cast::<Element>()
            .and_then(|scroller| web_sys::window()?.get_computed_style(&scroller).ok()?)
            .and_then(|style| style.get_property_value("--rc-row-is-card").ok())
            .is_some_and(|card| card.trim() == "1")
    }

    /// The cell that was clicked: place in the view, and column of the grid.
    fn place_of(&self, event: &MouseEvent) -> Option<(u32, usize)> {
        let cell = event
            .target_dyn_into::<Element>()?
            .closest("[role=gridcell]")
            .ok()??;
        row::read_cell_id(&cell.id())
    }

    fn enter(&mut self, ctx: &Context<Self>, at: u32, column: usize) -> bool {
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
    fn toggle(&mut self, ctx: &Context<Self>, at: u32) -> bool {
        if let Some(row) = self.window.row(at) {
            let out = row.state != rollcall_protocol::RowState::LeftOut;
            ctx.props().on_leave_out.emit((row.number, out));
        }
        true
    }

    /// True where the cell can be edited.
    fn begin_edit(&mut self, ctx: &Context<Self>, at: u32, column: usize) -> bool {
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

    fn edit_key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
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
        if let Some(grid) = self.grid.cast::<HtmlElement>() {
            // It is focusable; where it is not, the user clicks.
            let _ = grid.focus();
        }
        true
    }

    /// Sends what was typed, if it is something else than before.
    fn leave_editor(&mut self, ctx: &Context<Self>) -> bool {
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

// What it looks like.
impl Grid {
    fn header(&self, ctx: &Context<Self>) -> Html {
        let columns = &ctx.props().columns;
        let sort = ctx.props().filter.sort.as_ref();
        let head = |class: &'static str, title: &str, key: Option<SortKey>| {
            let Some(key) = key else {
                return html! {
                    <div class={classes!("rc-cell", class)} role="columnheader">{ title }</div>
                };
            };
            let order = sort.filter(|sort| sort.by == key);
            let (aria, arrow) = match order {
                Some(Sort {
                    descending: false, ..
                }) => ("ascending", "▲"),
                Some(Sort { descending: true, .. }) => ("descending", "▼"),
                None => ("none", ""),
            };
            let onclick = ctx.props().on_sort.reform(move |_: MouseEvent| key.clone());
            html! {
                <div class={classes!("rc-cell", class)} role="columnheader" aria-sort={aria}>
                    <button type="button" class="rc-sort" {onclick}>
                        { title }<span class="rc-sort__arrow" aria-hidden="true">{ arrow }</span>
                    </button>
                </div>
            }
        };
        html! {
            <div class={classes!("rc-row", "rc-row--head", row::columns_class(columns.len()))} role="row" aria-rowindex="1">
                { head("rc-cell--row", "Row", Some(SortKey::Row)) }
                { head("rc-cell--state", "State", Some(SortKey::State)) }
                { head("rc-cell--who", "Who", Some(SortKey::Who)) }
                { for columns.iter().map(|column| {
                    head("rc-cell--value", &column.title, Some(SortKey::Column(column.key.clone())))
                }) }
                { head("rc-cell--findings", "Findings", Some(SortKey::Findings)) }
                { head("rc-cell--out", "Leave out", None) }
            </div>
        }
    }

    fn draw(&self, ctx: &Context<Self>, at: u32) -> Html {
        let columns = &ctx.props().columns;
        let Some(row) = self.window.row(at) else {
            return draw_missing(at, columns.len());
        };
        let link = ctx.link();
        let look = RowLook {
            at,
            columns,
            active: (self.active.0 == at).then_some(self.active.1),
            is_opened: ctx.props().opened == Some(row.number),
            editing: self.editing.as_ref().filter(|editing| editing.row == row.number),
            edited: self.edited.as_ref().filter(|(number, ..)| *number == row.number),
            editor: &self.editor,
        };
        draw_row(row, &look, link)
    }
}

/// A mouse wheel counts in pixels, or in lines of three to a notch.
fn wheel_steps(event: &WheelEvent) -> Option<Msg> {
    // Let the browser scroll where a pixel is a pixel.
    let scroller = event.current_target()?.dyn_into::<Element>().ok()?;
    let is_share = scroller.get_attribute("data-share").is_some();
    if !is_share || event.ctrl_key() {
        return None;
    }
    event.prevent_default();
    let pixels = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => event.delta_y() * ROW_HEIGHT,
        WheelEvent::DOM_DELTA_PAGE => event.delta_y() * f64::from(scroller.client_height()),
        _ => event.delta_y(),
    };
    Some(Msg::Turned(pixels))
}

fn set_style(node: &NodeRef, property: &str, value: &str) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // A value that the browser does not take leaves the element where it was.
        let _ = element.style().set_property(property, value);
    }
}
