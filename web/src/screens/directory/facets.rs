//! What a listing looks like from afar: bars that say how many rows have which value. A click on one shows its rows alone. Each
//! facet is a table: who cannot see the bars reads the numbers beside them.

use std::rc::Rc;

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingColumn, ListingFacet, ListingFacetsView, ListingState};
use yew::prelude::*;

use crate::{
    format,
    state::{directory_view::DirectoryView, workbench::Link},
    widgets::{Choice, Select},
};

/// Values that a facet has, and those of one that somebody wants to see more of.
const FEW: usize = 7;
const MANY: usize = 200;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Link,
    pub(super) listing: ListingState,
    pub(super) directory_view: DirectoryView,
    pub(super) on_look: Callback<DirectoryView>,
    /// Names the reading, and how many rows it has: with either the facets are stale.
    pub(super) number: u32,
    pub(super) rows: u32,
}

/// What happens to [`Facets`].
pub(super) enum Msg {
    /// The answer to the question of this generation.
    Loaded(u32, Option<Vec<ListingFacet>>),
    /// Shows more of this column, or less again.
    More(String),
}

/// See the module.
pub(super) struct Facets {
    /// Stale ones stay on show until fresh ones are there.
    held: Vec<Rc<ListingFacet>>,
    /// Counts what made them stale; and the count that those at hand are of.
    wanted: u32,
    fresh: Option<u32>,
    is_asking: bool,
    /// Key of the column that is shown at length.
    long: Option<String>,
}

impl Component for Facets {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let mut facets = Self {
            held: Vec::new(),
            wanted: 0,
            fresh: None,
            is_asking: false,
            long: None,
        };
        facets.ask(ctx);
        facets
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let new = ctx.props();
        if (new.number, new.rows) != (old.number, old.rows) || new.directory_view != old.directory_view {
            self.wanted += 1;
        }
        self.ask(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Loaded(generation, facets) => {
                self.is_asking = false;
                // Without an answer there is no use in asking again, until something changes.
                let Some(facets) = facets else {
                    return false;
                };
                self.fresh = Some(generation);
                self.held = facets.into_iter().map(Rc::new).collect();
            }
            Msg::More(column) => {
                self.long = (self.long.as_deref() != Some(&column)).then_some(column);
                self.wanted += 1;
            }
        }
        self.ask(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let more = ctx.link().callback(Msg::More);
        html! {
            <details class="rc-details rc-pictures" open={true}>
                <summary>{ "Pictures" }</summary>
                <div
                    class="rc-pictures__all"
                    role="group"
                    aria-label="Pictures"
                    aria-busy={(self.fresh != Some(self.wanted)).to_string()}
                >
                    { for self.held.iter().filter_map(|facet| {
                        let column = props.listing.columns.iter().find(|column| column.key == facet.column)?;
                        Some(html! {
                            <Bars
                                key={facet.column.clone()}
                                column={column.clone()}
                                facet={facet.clone()}
                                is_long={self.long.as_ref() == Some(&facet.column)}
                                directory_view={props.directory_view.clone()}
                                on_look={props.on_look.clone()}
                                more={more.clone()}
                            />
                        })
                    }) }
                </div>
                <div class="rc-pictures__other">
                    <label for="listing-picture">{ "Also by" }</label>
                    <Select
                        id="listing-picture"
                        value={props.directory_view.facet.clone()}
                        choices={others(&props.listing)}
                        on_choose={{
                            let directory_view = props.directory_view.clone();
                            props.on_look.reform(move |column| directory_view.with_facet(column))
                        }}
                    />
                </div>
            </details>
        }
    }
}

impl Facets {
    /// Asks for fresh ones. One question is under way at a time, so that a reading is not held up by its facets.
    fn ask(&mut self, ctx: &Context<Self>) {
        if self.is_asking || self.fresh == Some(self.wanted) {
            return;
        }
        self.is_asking = true;
        let (props, generation) = (ctx.props(), self.wanted);
        let columns = props.listing.columns.iter();
        let view = ListingFacetsView {
            listing: props.listing.key.clone(),
            order: props.directory_view.order.clone(),
            columns: columns
                .filter(|column| column.facet_is_shown || column.key == props.directory_view.facet)
                .map(|column| column.key.clone())
                .collect(),
            values: (if self.long.is_some() { MANY } else { FEW }) as u32,
        };
        let workbench = props.workbench.clone();
        ctx.link()
            .send_future(async move { Msg::Loaded(generation, workbench.listing_facets(view).await) });
    }
}

/// What else there is to be counted.
fn others(listing: &ListingState) -> Vec<Choice> {
    let others = listing.columns.iter().filter(|column| !column.facet_is_shown);
    let others = others.map(|column| Choice::new(&column.key, &column.facet));
    std::iter::once(Choice::new("", "Nothing else"))
        .chain(others)
        .collect()
}

#[derive(Properties, PartialEq)]
struct BarsProps {
    column: ListingColumn,
    facet: Rc<ListingFacet>,
    is_long: bool,
    directory_view: DirectoryView,
    on_look: Callback<DirectoryView>,
    more: Callback<String>,
}

#[component]
fn Bars(props: &BarsProps) -> Html {
    let facet = &props.facet;
    let values = &facet.values;
    let few = if props.is_long { MANY } else { FEW };
    let most = values.iter().map(|(_, rows)| *rows).max().unwrap_or(0);
    // With one facet at length, the others get more than they show.
    let unseen = values.iter().skip(few).map(|(_, rows)| *rows);
    let others = facet.others + unseen.len() as u32;
    let rows_of_others = facet.rows_of_others + unseen.sum::<u32>();
    let title_id = format!("picture-{}", props.column.key);
    html! {
        <div class="rc-picture">
            <h3 id={title_id.clone()} class="rc-picture__title">{ &props.column.facet }</h3>
            <div class="rc-picture__bars" role="table" aria-labelledby={title_id}>
                <div role="row" class="pf-v6-screen-reader">
                    <span role="columnheader">{ "Value" }</span>
                    <span role="columnheader">{ "Rows" }</span>
                </div>
                { for values.iter().take(few).map(|(value, rows)| html! {
                    <Bar
                        key={value.clone()}
                        column={props.column.key.clone()}
                        value={value.clone()}
                        rows={*rows}
                        {most}
                        directory_view={props.directory_view.clone()}
                        on_look={props.on_look.clone()}
                    />
                }) }
            </div>
            if values.is_empty() {
                <p class="rc-subtle">{ "No rows." }</p>
            }
            if others > 0 || props.is_long {
                <Button
                    variant={ButtonVariant::Link}
                    class="pf-m-inline rc-picture__more"
                    label={more_words(props.is_long, others, rows_of_others)}
                    onclick={{
                        let key = props.column.key.clone();
                        props.more.reform(move |_| key.clone())
                    }}
                />
            }
        </div>
    }
}

fn more_words(is_long: bool, others: u32, rows: u32) -> String {
    match (is_long, others) {
        (false, _) => format!("{} more: {}", format::count(others), format::rows(rows)),
        (true, 0) => "Show fewer".to_owned(),
        (true, _) => format!(
            "Show fewer ({} more: {})",
            format::count(others),
            format::rows(rows)
        ),
    }
}

#[derive(Properties, PartialEq)]
struct BarProps {
    column: String,
    value: String,
    rows: u32,
    /// Rows of the longest bar.
    most: u32,
    directory_view: DirectoryView,
    on_look: Callback<DirectoryView>,
}

#[component]
fn Bar(props: &BarProps) -> Html {
    let is_on = props.directory_view.has_value(&props.column, &props.value);
    let onclick = {
        let (directory_view, column, value) = (
            props.directory_view.clone(),
            props.column.clone(),
            props.value.clone(),
        );
        props
            .on_look
            .reform(move |_: MouseEvent| directory_view.with_value(&column, &value))
    };
    let name = shown(&props.value).to_owned();
    // A bar is always seen, however few rows it stands for.
    let width = (f64::from(props.rows) * 100.0 / f64::from(props.most.max(1))).max(1.0);
    html! {
        <div role="row" class={classes!("rc-bar", is_on.then_some("rc-bar--on"))}>
            <div role="rowheader" class="rc-bar__value">
                <button type="button" title={name.clone()} aria-pressed={is_on.to_string()} {onclick}>{ name.clone() }</button>
            </div>
            <svg class="rc-bar__bar" aria-hidden="true">
                <rect width={format!("{width:.2}%")} height="100%" rx="2" />
            </svg>
            <div role="cell" class="rc-bar__rows">{ format::count(props.rows) }</div>
        </div>
    }
}

/// A value as it is shown.
pub(super) fn shown(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}
