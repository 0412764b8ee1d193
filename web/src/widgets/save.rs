//! Files that the user saves. The bytes come from a worker and go to the browser; nothing is uploaded.

use std::{future::Future, pin::Pin};

use gloo_timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer};
use patternfly_yew::prelude::*;
use rollcall_protocol::Saved;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};
use yew::prelude::*;

/// How long the browser may take to begin reading what it was told to save.
const KEPT_FOR_MS: u32 = 60_000;

/// Offers the bytes under their name.
fn save_file(saved: &Saved, bytes: &ArrayBuffer) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(&saved.mime);
    let blob = Blob::new_with_buffer_source_sequence_and_options(&Array::of1(bytes), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = web_sys::window()
        .and_then(|window| window.document())
        .ok_or("no document")?
        .create_element("a")?
        .unchecked_into();
    link.set_href(&url);
    link.set_download(&saved.name);
    link.click();
    Timeout::new(KEPT_FOR_MS, move || {
        // It fails only for what is no address.
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// A file under way.
pub(crate) type Saving = Pin<Box<dyn Future<Output = Option<(Saved, ArrayBuffer)>>>>;

#[derive(Properties, PartialEq)]
pub(crate) struct SaveButtonProps {
    pub(crate) label: AttrValue,
    #[prop_or(ButtonVariant::Secondary)]
    pub(crate) variant: ButtonVariant,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Has the file made.
    pub(crate) make: Callback<(), Saving>,
}

/// A button that has a file made and saves it.
#[component]
pub(crate) fn SaveButton(props: &SaveButtonProps) -> Html {
    let is_making = use_state_eq(|| false);
    let onclick = {
        let (make, is_making) = (props.make.clone(), is_making.setter());
        Callback::from(move |_| {
            let saving = make.emit(());
            let is_making = is_making.clone();
            is_making.set(true);
            spawn_local(async move {
                if let Some((saved, bytes)) = saving.await {
                    // A browser that refuses to save says so itself.
                    let _ = save_file(&saved, &bytes);
                }
                is_making.set(false);
            });
        })
    };
    html! {
        <Button
            variant={props.variant}
            label={props.label.to_string()}
            icon={Icon::Download}
            disabled={props.disabled || *is_making}
            {onclick}
        />
    }
}
