//! The grid: any of a million rows, of which only those on screen are drawn.
//!
//! What scrolls is an empty element of a height that browsers can bear ([`track`] says which row its scrollbar points at). The
//! rows stand in a sheet that sticks to the top of it and is moved by less than a row. So there is always something to see: while
//! the rows at a new place are on their way, those of the old one stay, and only when that takes long are they drawn as missing.
//!
//! One question for rows is under way at a time; when its answer comes, the next one asks for the place that the user has
//! reached by then.

mod hand;
mod keys;
mod look;
mod place;
mod row;
mod track;
mod watch;
mod window;

use std::collections::BTreeMap;

use gloo_timers::callback::Timeout;
use rollcall_protocol::{GridColumn, Rows, SortKey};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::state::{filter::Filter, workbench::Link};
pub(crate) use place::measured;
use row::Editing;
pub(crate) use row::ROW_HEIGHT;
pub(crate) use track::Track;
pub(crate) use watch::Watch;
use window::Window;

/// With more columns the grid is wider than the page.
const MOST_THAT_FIT: usize = 5;

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
    pub(crate) workbench: Link,
    pub(crate) columns: Vec<GridColumn>,
    /// Of the workbench: another one makes the rows at hand stale.
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
    root: NodeRef,
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
    /// The column that was brought into sight last.
    shown_column: usize,
    editing: Option<Editing>,
    /// An edit under way, shown until the workbench has taken it: row number, key of the part, text.
    edited: Option<(u32, String, String)>,
    /// Ticks under way, shown until the workbench has taken them: by row number, whether the row is left out.
    ticked: BTreeMap<u32, bool>,
    editor_wants_focus: bool,
    watch: Option<Watch>,
}

impl Component for Grid {
    type Message = Msg;
    type Properties = GridProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut grid = Self {
            root: NodeRef::default(),
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
            shown_column: 0,
            editing: None,
            edited: None,
            ticked: BTreeMap::new(),
            editor_wants_focus: false,
            watch: None,
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
                Self::place_of(&event).is_some_and(|(at, column)| self.begin_edit(ctx, at, column))
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
                ref={self.root.clone()}
                class={classes!("rc-grid", row::columns_class(columns.len()), (columns.len() > MOST_THAT_FIT).then_some("rc-grid--wide"))}
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
                { Self::header(ctx) }
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
            self.watch = self.scroller.cast().and_then(|scroller| {
                let link = ctx.link();
                Watch::begin(
                    &scroller,
                    link.callback(|()| Msg::Resized),
                    link.callback(Msg::Turned),
                )
            });
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
        self.show_column();
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

impl Grid {
    /// Brings the active cell into sight where the grid is wider than the page: once, so that whoever scrolls it away may.
    fn show_column(&mut self) {
        if std::mem::replace(&mut self.shown_column, self.active.1) == self.active.1 {
            return;
        }
        let id = row::cell_id(self.active.0, self.active.1);
        let document = web_sys::window().and_then(|window| window.document());
        let cell = document.and_then(|document| document.get_element_by_id(&id));
        let cell = cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok());
        if let (Some(cell), Some(root)) = (cell, self.root.cast::<Element>()) {
            let (left, right) = (cell.offset_left(), cell.offset_left() + cell.offset_width());
            let seen = root.scroll_left();
            if left < seen {
                root.set_scroll_left(left);
            } else if right > seen + root.client_width() {
                root.set_scroll_left(right - root.client_width());
            }
        }
    }
}

/// Through the object model, which the page's policy leaves alone.
pub(crate) fn set_style(node: &NodeRef, property: &str, value: &str) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // A value that the browser does not take leaves the element where it was.
        let _ = element.style().set_property(property, value);
    }
}
