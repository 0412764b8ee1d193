//! New addresses by a rule, without a file: what it makes of every account on show, and on to a file or to the review.

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingColumn, ListingOrder, Problem, Rename, RenameKind, RenameRule, RenameView};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::rule::Rule;
use super::start;
use super::table::{Source, Table};
use crate::{
    format,
    state::workbench::Workbench,
    widgets::{ProblemAlert, SaveButton, Saving},
};

/// The action that changes addresses.
const ACTION: &str = "change-email";

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Workbench,
    /// Key of the listing.
    pub(super) listing: String,
    pub(super) order: ListingOrder,
    /// Names the reading, and how many rows it has.
    pub(super) number: u32,
    pub(super) rows: u32,
}

/// How many accounts of each kind, or why the rule makes nothing.
type Made = Option<Result<[u32; 4], Problem>>;

#[component]
pub(super) fn Renaming(props: &Props) -> Html {
    let rule = use_state_eq(|| None::<RenameRule>);
    let kind = use_state_eq(|| None::<RenameKind>);
    let made = use_state_eq(|| None as Made);
    let rename = (*rule).clone().map(|rule| Rename {
        listing: props.listing.clone(),
        order: props.order.clone(),
        rule,
    });
    {
        let (workbench, made) = (props.workbench.link.clone(), made.setter());
        let of = (rename.clone(), props.number, props.rows);
        use_effect_with(of, move |(rename, ..)| match rename.clone() {
            None => made.set(None),
            Some(rename) => spawn_local(async move {
                let view = RenameView {
                    rename,
                    kind: None,
                    from: 0,
                    count: 0,
                };
                if let Some(preview) = workbench.rename(view).await {
                    made.set(Some(preview.map(|preview| preview.counts)));
                }
            }),
        });
    }
    let on_rule = {
        let rule = rule.setter();
        use_callback((), move |new, ()| rule.set(new))
    };
    html! {
        <details class="rc-panel rc-renaming">
            <summary>
                <h2 class="pf-v6-c-title pf-m-lg">{ "Give these accounts new addresses by a rule" }</h2>
            </summary>
            <p>{ "No file is needed: you see what the rule makes of every account on show, then save it as a change file or review it as one." }</p>
            <Rule {on_rule} />
            { match (&*made, rename) {
                (Some(Err(problem)), _) => html!(<ProblemAlert problem={problem.clone()} />),
                (Some(Ok(counts)), Some(rename)) => html! {
                    <>
                        <Kinds counts={*counts} kind={*kind} on_kind={{
                            let kind = kind.setter();
                            Callback::from(move |new| kind.set(new))
                        }} />
                        <Table
                            workbench={props.workbench.link.clone()}
                            source={Source::Renamed(rename.clone(), *kind)}
                            title="New addresses"
                            columns={columns()}
                            number={props.number}
                            rows={props.rows}
                            on_total={Callback::noop()}
                        />
                        <Further workbench={props.workbench.clone()} {rename} counts={*counts} />
                    </>
                },
                _ => html!(<p class="rc-subtle">{ "Fill in the rule to see what it makes." }</p>),
            } }
        </details>
    }
}

fn columns() -> Vec<(usize, ListingColumn)> {
    let titles = [
        ("Name", false),
        ("Address now", true),
        ("New address", true),
        ("What becomes of it", true),
    ];
    let column = |(place, (title, wide)): (usize, (&str, bool))| {
        let column = ListingColumn {
            key: title.to_owned(),
            title: title.to_owned(),
            shown: true,
            wide,
            facet: String::new(),
            facet_is_shown: false,
        };
        (place, column)
    };
    titles.into_iter().enumerate().map(column).collect()
}

#[derive(Properties, PartialEq)]
struct KindsProps {
    counts: [u32; 4],
    kind: Option<RenameKind>,
    on_kind: Callback<Option<RenameKind>>,
}

/// The counts; each shows its accounts.
#[component]
fn Kinds(props: &KindsProps) -> Html {
    let kinds = [
        (RenameKind::Change, "get a new address", "ready"),
        (RenameKind::Conflict, "in conflict", "error"),
        (RenameKind::Stay, "stay as they are", "note"),
        (RenameKind::Cannot, "get none", "warning"),
    ];
    let all = (None, "all", "all", props.counts.iter().sum());
    let counted = kinds.into_iter().zip(props.counts);
    let buttons = counted.map(|((kind, title, tone), count)| (Some(kind), title, tone, count));
    html! {
        <div class="rc-counts" role="group" aria-label="Show accounts">
            { for std::iter::once(all).chain(buttons).map(|(kind, title, tone, count): (_, _, _, u32)| {
                let is_on = props.kind == kind;
                // A second click gives all accounts back.
                let onclick = props.on_kind.reform(move |_: MouseEvent| if is_on { None } else { kind });
                html! {
                    <button
                        key={title}
                        type="button"
                        class={classes!("rc-count", format!("rc-count--{tone}"))}
                        aria-pressed={is_on.to_string()}
                        {onclick}
                    >
                        <span class="rc-count__number">{ format::count(count) }</span>
                        <span class="rc-count__title">{ " " }{ title }</span>
                    </button>
                }
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FurtherProps {
    workbench: Workbench,
    rename: Rename,
    counts: [u32; 4],
}

/// On to a file, or to the review.
#[component]
fn Further(props: &FurtherProps) -> Html {
    let [change, conflict, ..] = props.counts;
    let is_empty = change + conflict == 0;
    let make = {
        let (workbench, rename) = (props.workbench.link.clone(), props.rename.clone());
        Callback::from(move |()| {
            let (workbench, rename) = (workbench.clone(), rename.clone());
            Box::pin(async move { workbench.rename_file(rename).await }) as Saving
        })
    };
    let review = {
        let (link, rename) = (props.workbench.link.clone(), props.rename.clone());
        Callback::from(move |_| {
            let (link, rename) = (link.clone(), rename.clone());
            spawn_local(async move {
                if let Some((saved, bytes)) = link.rename_file(rename).await {
                    start::open(&link, ACTION.to_owned(), saved, &bytes);
                }
            });
        })
    };
    html! {
        <>
            if conflict > 0 {
                <p>{ format!(
                    "{} in conflict stand in the file too: the review holds them back until their addresses are mended.",
                    format::plural(conflict, "account", "accounts"),
                ) }</p>
            }
            <div class="rc-buttons">
                <Button variant={ButtonVariant::Primary} label="Review these changes" disabled={is_empty} onclick={review} />
                <SaveButton label="Save as a change file" disabled={is_empty} {make} />
            </div>
        </>
    }
}
