//! The rows of a listing: any of a hundred thousand, of which only those on screen are drawn. It scrolls as the grid of the review
//! does, and is only looked at: so it is a table, and its keys are the browser's own.

use std::ops::Range;

use rollcall_protocol::{
    ListingColumn, ListingOrder, ListingRows, ListingView, Rename, RenameKind, RenameView,
};
use web_sys::Element;
use yew::prelude::*;

use crate::{
    grid::{ROW_HEIGHT, Track, Watch, measured, set_style},
    state::workbench::Link,
};

/// Rows asked for on either side of those on screen.
const MARGIN: u32 = 30;

/// Least widths of a column, in pixels.
const USUAL: u32 = 170;
const WIDE: u32 = 250;

#[derive(Properties, PartialEq)]
pub(super) struct TableProps {
    pub(super) workbench: Link,
    pub(super) source: Source,
    pub(super) title: String,
    /// Those on show, with their places among all.
    pub(super) columns: Vec<(usize, ListingColumn)>,
    /// Names the reading, and how many rows it has: with either the rows at hand are stale.
    pub(super) number: u32,
    pub(super) rows: u32,
    /// Gets the key of a column; rows cannot be sorted without it.
    #[prop_or_default]
    pub(super) on_sort: Option<Callback<String>>,
    /// How a row is chosen; rows are only looked at without it.
    #[prop_or_default]
    pub(super) on_choose: Option<Choose>,
    /// How many rows there are.
    pub(super) on_total: Callback<u32>,
}

/// How a row is chosen: by its first cell on show.
#[derive(Clone, PartialEq)]
pub(super) struct Choose {
    /// What a row is: "user".
    pub(super) noun: String,
    /// Place of the column that says which one it is. A row that does not say cannot be chosen.
    pub(super) by: usize,
    /// Gets what stands there.
    pub(super) on_id: Callback<String>,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    /// A listing, by its key.
    Listing(String, ListingOrder),
    /// What a rule makes of accounts.
    Renamed(Rename, Option<RenameKind>),
}

impl Source {
    async fn rows(self, workbench: Link, from: u32, count: u32) -> Option<ListingRows> {
        match self {
            Self::Listing(listing, order) => {
                let view = ListingView {
                    listing,
                    from,
                    count,
                    order,
                };
                workbench.listing_rows(view).await
            }
            Self::Renamed(rename, kind) => {
                let view = RenameView {
                    rename,
                    kind,
                    from,
                    count,
                };
                Some(workbench.rename(view).await?.ok()?.window)
            }
        }
    }

    fn sort(&self) -> Option<&(String, bool)> {
        match self {
            Self::Listing(_, order) => order.sort.as_ref(),
            Self::Renamed(..) => None,
        }
    }
}

/// What happens to a [`Table`].
pub(super) enum Msg {
    Scrolled,
    Turned(f64),
    Resized,
    /// The answer to the question of this generation.
    Loaded(u32, Option<ListingRows>),
}

/// See the module.
pub(super) struct Table {
    root: NodeRef,
    scroller: NodeRef,
    track_element: NodeRef,
    pane: NodeRef,
    sheet: NodeRef,
    /// Rows at hand. Stale ones stay on show until fresh ones are there.
    held: Option<ListingRows>,
    track: Track,
    /// The first row on screen, broken.
    position: f64,
    /// Where the scrollbar was put by us: the event that follows says nothing new.
    put: Option<f64>,
    /// Counts what made rows stale; and the count that those at hand are of.
    wanted: u32,
    fresh: Option<u32>,
    is_asking: bool,
    watch: Option<Watch>,
}

impl Component for Table {
    type Message = Msg;
    type Properties = TableProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut table = Self {
            root: NodeRef::default(),
            scroller: NodeRef::default(),
            track_element: NodeRef::default(),
            pane: NodeRef::default(),
            sheet: NodeRef::default(),
            held: None,
            track: Track {
                rows: 0,
                row: ROW_HEIGHT,
                viewport: 0.0,
            },
            position: 0.0,
            put: None,
            wanted: 0,
            fresh: None,
            is_asking: false,
            watch: None,
        };
        table.ask(ctx);
        table
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TableProps) -> bool {
        let new = ctx.props();
        let is_other = new.number != old.number || new.source != old.source;
        if is_other || new.rows != old.rows {
            self.wanted += 1;
        }
        if is_other {
            self.go_to(0.0);
        }
        self.ask(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Scrolled => {
                let Some(scroller) = self.scroller.cast::<Element>() else {
                    return false;
                };
                let place = f64::from(scroller.scroll_top());
                if self.put.is_some_and(|put| (put - place).abs() <= 1.0) {
                    return false;
                }
                self.put = None;
                self.position = self.track.position(place);
            }
            Msg::Turned(pixels) => self.go_to(self.position + pixels / self.track.row),
            Msg::Resized => {
                let Some(scroller) = self.scroller.cast::<Element>() else {
                    return false;
                };
                let track = measured(&scroller, self.track);
                if track == self.track {
                    return false;
                }
                self.track = track;
                self.go_to(self.position);
            }
            Msg::Loaded(generation, rows) => {
                self.is_asking = false;
                // Without an answer there is no use in asking again, until something changes.
                let Some(rows) = rows else {
                    return false;
                };
                self.fresh = Some(generation);
                if rows.total != self.track.rows {
                    self.track.rows = rows.total;
                    self.go_to(self.position);
                }
                ctx.props().on_total.emit(rows.total);
                self.held = Some(rows);
            }
        }
        self.ask(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        html! {
            <div class="rc-listing">
                <div
                    ref={self.root.clone()}
                    class="rc-listing__table"
                    role="table"
                    aria-label={props.title.clone()}
                    aria-rowcount={(self.track.rows + 1).to_string()}
                    aria-colcount={props.columns.len().to_string()}
                    aria-busy={(self.fresh != Some(self.wanted)).to_string()}
                >
                    { header(props) }
                    <div
                        ref={self.scroller.clone()}
                        class="rc-grid__scroller"
                        role="rowgroup"
                        aria-label="Rows"
                        tabindex="0"
                        data-share={(!self.track.is_exact()).then_some("true")}
                        onscroll={link.callback(|_| Msg::Scrolled)}
                    >
                        <div ref={self.track_element.clone()} class="rc-grid__track" role="presentation">
                            <div ref={self.pane.clone()} class="rc-grid__pane" role="presentation">
                                <div ref={self.sheet.clone()} class="rc-grid__sheet" role="presentation">
                                    { for self.range().map(|at| self.row(props, at)) }
                                </div>
                            </div>
                        </div>
                    </div>
                </div>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            let link = ctx.link();
            self.watch = self.scroller.cast().and_then(|scroller| {
                Watch::begin(
                    &scroller,
                    link.callback(|()| Msg::Resized),
                    link.callback(Msg::Turned),
                )
            });
            link.send_message(Msg::Resized);
        }
        let (least, template) = widths(&ctx.props().columns);
        set_style(&self.root, "min-width", &format!("{least}px"));
        set_style(&self.root, "--rc-columns", &template);
        let height = self.track.height();
        set_style(&self.track_element, "height", &format!("{height}px"));
        let pane = self.track.viewport.min(height);
        set_style(&self.pane, "height", &format!("{pane}px"));
        let offset = ((self.position.floor() - self.position) * self.track.row).round();
        set_style(&self.sheet, "transform", &format!("translateY({offset}px)"));
        if let Some(put) = self.put
            && let Some(scroller) = self.scroller.cast::<Element>()
        {
            scroller.set_scroll_top(put.round() as i32);
        }
    }
}

impl Table {
    /// The places in the view that are on screen.
    fn range(&self) -> Range<u32> {
        let last = (self.position + self.track.visible()).ceil() as u32;
        (self.position.floor() as u32).min(self.track.rows)..last.min(self.track.rows)
    }

    /// Moves there, the scrollbar with it.
    fn go_to(&mut self, position: f64) {
        self.position = self.track.clamp(position);
        self.put = Some(self.track.scroll_top(self.position));
    }

    /// Asks for the rows on screen, unless they are at hand. One question is under way at a time.
    fn ask(&mut self, ctx: &Context<Self>) {
        let range = self.range();
        let is_here = range.clone().all(|at| self.cells(at).is_some());
        if self.is_asking || (is_here && self.fresh == Some(self.wanted)) {
            return;
        }
        self.is_asking = true;
        let (props, generation) = (ctx.props(), self.wanted);
        let from = range.start.saturating_sub(MARGIN);
        let (source, count) = (props.source.clone(), range.end - from + MARGIN);
        let workbench = props.workbench.clone();
        ctx.link()
            .send_future(async move { Msg::Loaded(generation, source.rows(workbench, from, count).await) });
    }

    /// The cells of a row, where they are at hand.
    fn cells(&self, at: u32) -> Option<&Vec<String>> {
        let held = self.held.as_ref()?;
        held.rows.get(at.checked_sub(held.from)? as usize)
    }

    fn row(&self, props: &TableProps, at: u32) -> Html {
        let cells = self.cells(at);
        let text = |place: usize| {
            let cell = cells.and_then(|cells| cells.get(place));
            cell.map_or("…", String::as_str).to_owned()
        };
        let choose = props.on_choose.as_ref().and_then(|choose| {
            let id = cells?.get(choose.by).filter(|id| !id.is_empty())?;
            Some((choose, id))
        });
        // The elements of a row that leaves the screen are used again for the one that comes.
        let key = at % (self.track.visible().ceil() as u32 + 1);
        html! {
            <div {key} class="rc-listing__row" role="row" aria-rowindex={(at + 2).to_string()}>
                { for props.columns.iter().enumerate().map(|(at, (place, column))| html! {
                    <div key={column.key.clone()} class="rc-listing__cell" role="cell" title={text(*place)}>
                        { match &choose {
                            Some((choose, id)) if at == 0 => chooser(choose, id, text(*place)),
                            _ => html!(text(*place)),
                        } }
                    </div>
                }) }
            </div>
        }
    }
}

/// A cell that chooses its row.
fn chooser(choose: &Choose, id: &str, text: String) -> Html {
    let onclick = {
        let id = id.to_owned();
        choose.on_id.reform(move |_: MouseEvent| id.clone())
    };
    let title = format!("Everything about this {}", choose.noun);
    // Without a name there still has to be something to press.
    let text = if text.is_empty() {
        "(empty)".to_owned()
    } else {
        text
    };
    html!(<button type="button" class="rc-listing__choose" aria-haspopup="dialog" {title} {onclick}>{ text }</button>)
}

/// How wide the table is at least, in pixels, and the columns of its rows.
fn widths(columns: &[(usize, ListingColumn)]) -> (u32, String) {
    let widths = columns
        .iter()
        .map(|(_, column)| if column.wide { WIDE } else { USUAL });
    let template: Vec<String> = widths.clone().map(|width| format!("{width}fr")).collect();
    (widths.sum(), template.join(" "))
}

fn header(props: &TableProps) -> Html {
    html! {
        <div role="rowgroup">
            <div class="rc-listing__row rc-listing__row--head" role="row" aria-rowindex="1">
                { for props.columns.iter().map(|(_, column)| {
                    let (order, arrow) = match props.source.sort() {
                        Some((by, false)) if *by == column.key => ("ascending", "▲"),
                        Some((by, true)) if *by == column.key => ("descending", "▼"),
                        _ => ("none", ""),
                    };
                    html! {
                        <div key={column.key.clone()} class="rc-listing__cell" role="columnheader" aria-sort={order}>
                            if let Some(on_sort) = &props.on_sort {
                                <button type="button" class="rc-sort" onclick={{
                                    let key = column.key.clone();
                                    on_sort.reform(move |_: MouseEvent| key.clone())
                                }}>
                                    { &column.title }<span class="rc-sort__arrow" aria-hidden="true">{ arrow }</span>
                                </button>
                            } else {
                                { &column.title }
                            }
                        </div>
                    }
                }) }
            </div>
        </div>
    }
}
