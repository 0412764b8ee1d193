//! Files of the accounts on show for the portal, where an authentication policy takes its members from a file.

use rollcall_protocol::{ListingSource, PolicyFilesState};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::{
    format,
    state::workbench::Link,
    widgets::{SaveButton, Saving},
};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Link,
    /// The rows on show.
    pub(super) of: ListingSource,
    /// Names the reading, and how many rows it has.
    pub(super) number: u32,
    pub(super) rows: u32,
    /// Whether more rows are on their way.
    pub(super) is_reading: bool,
}

#[component]
pub(super) fn PolicyFiles(props: &Props) -> Html {
    let files = use_state_eq(|| None::<PolicyFilesState>);
    let is_open = use_state_eq(|| false);
    {
        let (workbench, files) = (props.workbench.clone(), files.setter());
        // All rows are gone through for it: not with every page that comes, nor for whoever does not look.
        let of = (*is_open && !props.is_reading).then(|| (props.of.clone(), props.number, props.rows));
        use_effect_with(of, move |of| match of.clone() {
            None => files.set(None),
            Some((of, ..)) => spawn_local(async move {
                files.set(workbench.policy_files(of).await);
            }),
        });
    }
    let ontoggle = {
        let is_open = is_open.setter();
        Callback::from(move |event: Event| {
            let details = event.target_dyn_into::<Element>();
            is_open.set(details.is_some_and(|details| details.has_attribute("open")));
        })
    };
    html! {
        <details class="rc-panel rc-renaming" {ontoggle}>
            <summary>
                <h2 class="pf-v6-c-title pf-m-lg">{ "Files for an authentication policy" }</h2>
            </summary>
            <p>
                { "The portal takes the members of an authentication policy from files of addresses. Go to admin.atlassian.com, Security, \
                   Authentication policies, and choose “Edit” at the policy; then “Members”, “Add members”, “Bulk entry” and “Upload”, one \
                   file after the other. Atlassian sends an e-mail when it is done, and its audit log tells who could not be added." }
            </p>
            if props.is_reading {
                <p class="rc-subtle">{ "They are made once all was read, or the reading was stopped." }</p>
            }
            if let Some(files) = &*files {
                { contents(files) }
                <div class="rc-buttons">
                    { for (0..).zip(&files.files).map(|(at, name)| {
                        let make = {
                            let (workbench, of) = (props.workbench.clone(), props.of.clone());
                            Callback::from(move |()| {
                                let (workbench, of) = (workbench.clone(), of.clone());
                                Box::pin(async move { workbench.policy_file(of, at).await }) as Saving
                            })
                        };
                        html!(<SaveButton key={name.clone()} label={format!("Save {name}")} {make} />)
                    }) }
                </div>
            }
        </details>
    }
}

/// What is in the files, and who is not.
fn contents(files: &PolicyFilesState) -> Html {
    let addresses = |count: u32| format::plural(count, "address", "addresses");
    let accounts = |count: u32, one: &str, many: &str| {
        let (accounts, verb) = if count == 1 {
            ("account", one)
        } else {
            ("accounts", many)
        };
        format!("{} {accounts} {verb}", format::count(count))
    };
    let how_many = match files.files.len() as u32 {
        0 => "No account on show has an address that can be in such a file.".to_owned(),
        1 => format!("{} in 1 file.", addresses(files.addresses)),
        many => format!(
            "{} in {} files, because the portal takes {} in one.",
            addresses(files.addresses),
            format::count(many),
            format::count(files.most)
        ),
    };
    let told = [
        (
            files.unmanaged,
            accounts(
                files.unmanaged,
                "is left out, because your organization does not manage it.",
                "are left out, because your organization does not manage them.",
            ),
        ),
        (
            files.without_address,
            accounts(
                files.without_address,
                "is left out, because Atlassian tells no address of it.",
                "are left out, because Atlassian tells no address of them.",
            ),
        ),
        (
            files.unwritable,
            accounts(
                files.unwritable,
                "is left out, because a comma, a quote or a blank in its address cannot be written there.",
                "are left out, because a comma, a quote or a blank in their addresses cannot be written there.",
            ),
        ),
        (
            files.like_formulas,
            format!(
                "{} would be taken for a formula by a spreadsheet, and stands in the file as it is: do not open the file in one.",
                addresses(files.like_formulas)
            ),
        ),
        (
            u32::from(!files.managed_is_known),
            "This listing does not tell who is managed by your organization. The portal leaves out all others.".to_owned(),
        ),
    ];
    html! {
        <>
            <p role="status" aria-label="What the files hold">{ how_many }</p>
            <ul class="rc-listing-more">
                { for told.into_iter().filter(|(count, _)| *count > 0).map(|(_, message)| html!(<li key={message.clone()}>{ message }</li>)) }
            </ul>
        </>
    }
}
