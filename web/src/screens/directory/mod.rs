//! What the organization has: listings that are read page by page, looked through, and saved as CSV.

mod counts;
mod details;
mod facets;
mod filters;
mod narrow;
mod part;
mod per_subject;
mod policy_files;
mod portal;
mod reading;
mod rename;
mod rule;
mod start;
mod table;
mod toolbar;

use patternfly_yew::prelude::*;
use rollcall_protocol::{ListingPhase, ListingSource, ListingState};
use yew::prelude::*;

use crate::{
    state::{
        directory_view::DirectoryView,
        workbench::{Topic, Workbench},
    },
    widgets::{Choice, Field, ProblemAlert, Select, StepHeading},
};
use counts::Counts;
use details::Details;
use facets::Facets;
use filters::Filters;
use narrow::Narrow;
use part::Part;
use per_subject::{More, Of};
use policy_files::PolicyFiles;
use portal::Portal;
use reading::Reading;
use rename::Renaming;
use start::Start;
use table::{Choose, Source, Table};
use toolbar::Toolbar;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) directory_view: DirectoryView,
    pub(crate) on_look: Callback<DirectoryView>,
    pub(crate) back: Callback<()>,
}

#[component]
pub(crate) fn Directory(props: &Props) -> Html {
    {
        let link = props.workbench.link.clone();
        let connection = props.workbench.state().map(|state| state.connection.clone());
        use_effect_with(connection, move |_| link.refresh_listings());
    }
    let listings = props.workbench.known().listings.clone().unwrap_or_default();
    html! {
        <>
            <StepHeading
                title="Directory"
                lead={html!("What your organization has, to look through and to save. Reading changes nothing. What was read is gone with this tab.")}
            >
                <Button variant={ButtonVariant::Link} label="Back" onclick={props.back.reform(|_| ())} />
            </StepHeading>
            { match props.directory_view.find(&listings.listings) {
                None => html!(<p class="rc-subtle">{ "Reading …" }</p>),
                Some(listing) => html! {
                    <Listing
                        workbench={props.workbench.clone()}
                        listings={listings.listings.clone()}
                        listing={listing.clone()}
                        directory_view={props.directory_view.clone()}
                        on_look={props.on_look.clone()}
                    />
                },
            } }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ListingProps {
    workbench: Workbench,
    /// Everything that can be listed.
    listings: Vec<ListingState>,
    listing: ListingState,
    directory_view: DirectoryView,
    on_look: Callback<DirectoryView>,
}

#[component]
fn Listing(props: &ListingProps) -> Html {
    let listing = &props.listing;
    let directory_view = &props.directory_view;
    let total = use_state_eq(|| None::<u32>);
    let on_total = {
        let total = total.setter();
        use_callback((), move |rows, ()| total.set(Some(rows)))
    };
    let on_sort = {
        let directory_view = directory_view.clone();
        props.on_look.reform(move |key| directory_view.sorted_by(key))
    };
    let shown = directory_view.shown(listing);
    // Which row is looked at whole.
    let chosen = use_state_eq(|| None::<String>);
    let on_choose = listing.details.as_ref().and_then(|details| {
        let by = listing
            .columns
            .iter()
            .position(|column| column.key == details.by)?;
        let chosen = chosen.setter();
        Some(Choose {
            noun: details.noun.clone(),
            by,
            on_id: Callback::from(move |id| chosen.set(Some(id))),
        })
    });
    // What was read of the admin portal stays, whatever becomes of the session.
    let can_be_read = listing.reading.is_some() || listing.portal.as_ref().is_none_or(portal::is_ready);
    html! {
        <>
            <div class="rc-listing-choice">
                <Field id="listing" label="Listing" hint={html!(listing.hint.clone())}>
                    <Select
                        id="listing"
                        value={listing.key.clone()}
                        choices={props.listings.iter().map(|listing| Choice::new(&listing.key, &listing.title)).collect::<Vec<_>>()}
                        on_choose={props.on_look.reform(DirectoryView::at)}
                    />
                </Field>
            </div>
            if let Some(portal) = &listing.portal {
                <Portal
                    workbench={props.workbench.link.clone()}
                    portal={portal.clone()}
                    directory_view={directory_view.clone()}
                    on_look={props.on_look.clone()}
                />
            }
            if !listing.filters.is_empty() && can_be_read {
                <Filters
                    key={listing.key.clone()}
                    filters={listing.filters.clone()}
                    directory_view={directory_view.clone()}
                    on_look={props.on_look.clone()}
                />
            }
            if let Some(per_subject) = listing.per_subject.as_ref().filter(|_| listing.reading.is_none()) {
                <Of
                    per_subject={per_subject.clone()}
                    title={listing.title.clone()}
                    listings={props.listings.clone()}
                    on_look={props.on_look.clone()}
                />
            }
            if can_be_read {
                <Reading workbench={props.workbench.link.clone()} listing={listing.clone()} filters={directory_view.filters.clone()} />
            }
            <ProblemAlert problem={props.workbench.problem(Topic::Listing).cloned()} />
            if let Some(reading) = &listing.reading {
                <ProblemAlert problem={reading.problem.clone()} r#type={AlertType::Warning} />
                <Part reading={reading.clone()} per_subject={listing.per_subject.clone()} />
                <Counts reading={reading.clone()} title={listing.title.clone()} />
                <Toolbar
                    workbench={props.workbench.link.clone()}
                    listing={listing.clone()}
                    rows={reading.rows}
                    total={*total}
                    directory_view={directory_view.clone()}
                    on_look={props.on_look.clone()}
                />
                <Narrow listing={listing.clone()} directory_view={directory_view.clone()} on_look={props.on_look.clone()} />
                <Facets
                    key={format!("pictures of {}", listing.key)}
                    workbench={props.workbench.link.clone()}
                    listing={listing.clone()}
                    directory_view={directory_view.clone()}
                    on_look={props.on_look.clone()}
                    number={reading.number}
                    rows={reading.rows}
                />
                <Table
                    key={listing.key.clone()}
                    workbench={props.workbench.link.clone()}
                    source={Source::Listing(listing.key.clone(), directory_view.order.clone())}
                    title={listing.title.clone()}
                    columns={shown.iter().filter_map(|&place| Some((place, listing.columns.get(place)?.clone()))).collect::<Vec<_>>()}
                    number={reading.number}
                    rows={reading.rows}
                    {on_sort}
                    {on_total}
                    {on_choose}
                />
                if let (Some(id), Some(details)) = (&*chosen, &listing.details) {
                    <Details
                        key={format!("everything about {id}")}
                        workbench={props.workbench.link.clone()}
                        listing={listing.key.clone()}
                        noun={details.noun.clone()}
                        id={id.clone()}
                        on_close={
                            let chosen = chosen.setter();
                            Callback::from(move |()| chosen.set(None))
                        }
                    />
                }
                if *total == Some(0) && reading.rows > 0 {
                    <p class="rc-subtle">{ "Search and filters leave no row." }</p>
                }
                <More
                    workbench={props.workbench.link.clone()}
                    listing={listing.clone()}
                    listings={props.listings.clone()}
                    directory_view={directory_view.clone()}
                    on_look={props.on_look.clone()}
                    rows={total.unwrap_or(0)}
                />
                if !listing.change_file.is_empty() {
                    <Renaming
                        key={format!("new addresses of {}", listing.key)}
                        workbench={props.workbench.clone()}
                        listing={listing.key.clone()}
                        order={directory_view.order.clone()}
                        number={reading.number}
                        rows={reading.rows}
                    />
                    <PolicyFiles
                        key={format!("policy files of {}", listing.key)}
                        workbench={props.workbench.link.clone()}
                        of={ListingSource { listing: listing.key.clone(), order: directory_view.order.clone() }}
                        number={reading.number}
                        rows={reading.rows}
                        is_reading={reading.phase == ListingPhase::Reading}
                    />
                    <Start
                        workbench={props.workbench.clone()}
                        listing={listing.clone()}
                        order={directory_view.order.clone()}
                        rows={total.unwrap_or(0)}
                    />
                }
            }
        </>
    }
}
