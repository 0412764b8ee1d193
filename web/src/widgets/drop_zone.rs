//! A place where a file can be dropped or picked.

use patternfly_yew::prelude::*;
use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct DropZoneProps {
    /// Id of the input.
    pub(crate) id: AttrValue,
    /// What the button says: the accessible name of the file input.
    pub(crate) label: AttrValue,
    /// What stands beside the button.
    pub(crate) text: AttrValue,
    pub(crate) on_file: Callback<File>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    #[prop_or_default]
    pub(crate) compact: bool,
    /// More ways, below the button.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// The file that was dropped, if it was one.
pub(crate) fn dropped_file(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}

#[component]
pub(crate) fn DropZone(props: &DropZoneProps) -> Html {
    let is_over = use_state_eq(|| false);
    let input = use_node_ref();

    let ondragover = {
        let is_over = is_over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(true);
        })
    };
    let ondragleave = {
        let is_over = is_over.setter();
        Callback::from(move |_: DragEvent| is_over.set(false))
    };
    let ondrop = {
        let (is_over, on_file) = (is_over.setter(), props.on_file.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            // The page as a whole takes change files; this place may take something else.
            event.stop_propagation();
            is_over.set(false);
            if let Some(file) = dropped_file(&event) {
                on_file.emit(file);
            }
        })
    };
    let onchange = {
        let on_file = props.on_file.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
                return;
            };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                on_file.emit(file);
            }
            // The same file, changed meanwhile, can be picked again.
            input.set_value("");
        })
    };
    let pick = {
        let input = input.clone();
        Callback::from(move |_| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    html! {
        <div
            class={classes!(
                "rc-drop",
                is_over.then_some("rc-drop--over"),
                props.compact.then_some("rc-drop--compact"),
            )}
            {ondragover}
            {ondragleave}
            {ondrop}
        >
            <input
                ref={input}
                id={&props.id}
                type="file"
                class="pf-v6-screen-reader"
                tabindex="-1"
                aria-label={&props.label}
                disabled={props.disabled}
                {onchange}
            />
            <p class="rc-drop__text">{ &props.text }</p>
            <Button
                variant={ButtonVariant::Secondary}
                icon={Icon::Upload}
                label={props.label.to_string()}
                disabled={props.disabled}
                onclick={pick}
            />
            { props.children.clone() }
        </div>
    }
}
