//! Everything that Atlassian says about one row, in a dialog.

use patternfly_yew::prelude::*;
use rollcall_protocol::Problem;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::{state::workbench::Link, widgets::ProblemAlert};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) workbench: Link,
    /// Key of the listing.
    pub(super) listing: String,
    /// What it is: "user".
    pub(super) noun: String,
    /// Which one.
    pub(super) id: String,
    pub(super) on_close: Callback<()>,
}

/// The browser keeps the focus in it, closes it on Escape, and gives the focus back where it was.
#[component]
pub(super) fn Details(props: &Props) -> Html {
    let dialog = use_node_ref();
    let said = use_state_eq(|| None::<Result<Vec<(String, String)>, Problem>>);
    {
        let (workbench, said) = (props.workbench.clone(), said.setter());
        use_effect_with((props.listing.clone(), props.id.clone()), move |(listing, id)| {
            let (listing, id) = (listing.clone(), id.clone());
            spawn_local(async move {
                said.set(workbench.listing_details(listing, id).await);
            });
        });
    }
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It is in the document and closed, so it can be opened.
                let _ = dialog.show_modal();
            }
        });
    }
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let onclose = props.on_close.reform(|_: Event| ());
    html! {
        <dialog ref={dialog} class="rc-whole" aria-labelledby="whole-title" {onclose}>
            <div class="rc-whole__head">
                <h2 id="whole-title" class="pf-v6-c-title pf-m-lg">{ format!("Everything about this {}", props.noun) }</h2>
                <Button variant={ButtonVariant::Plain} icon={Icon::Times} aria_label="Close" onclick={close} />
            </div>
            { match &*said {
                None => html!(<p role="status" class="rc-subtle">{ "Asking Atlassian …" }</p>),
                Some(Err(problem)) => html!(<ProblemAlert problem={problem.clone()} />),
                Some(Ok(all)) => html! {
                    <dl class="rc-facts">
                        { for all.iter().map(|(title, text)| html! {
                            <div key={title.clone()}><dt>{ title }</dt><dd>{ text }</dd></div>
                        }) }
                    </dl>
                },
            } }
        </dialog>
    }
}
