//! A box to search with: it asks after a pause in typing.

use gloo_timers::callback::Timeout;
use patternfly_yew::prelude::*;
use yew::prelude::*;

/// A pause in typing after which the search is asked for.
const TYPING_MS: u32 = 200;

#[derive(Properties, PartialEq)]
pub(crate) struct SearchBoxProps {
    pub(crate) id: AttrValue,
    /// For screen readers.
    pub(crate) label: AttrValue,
    pub(crate) placeholder: AttrValue,
    pub(crate) value: String,
    pub(crate) on_search: Callback<String>,
}

#[component]
pub(crate) fn SearchBox(props: &SearchBoxProps) -> Html {
    let typed = use_state_eq(|| props.value.clone());
    {
        // What is searched for may have been cleared elsewhere.
        let typed = typed.setter();
        use_effect_with(props.value.clone(), move |value| {
            typed.set(value.clone());
        });
    }
    {
        let (value, on_search) = (props.value.clone(), props.on_search.clone());
        use_effect_with((*typed).clone(), move |typed| {
            let timer = (*typed != value).then(|| {
                let typed = typed.clone();
                Timeout::new(TYPING_MS, move || on_search.emit(typed))
            });
            move || drop(timer)
        });
    }
    let onchange = {
        let typed = typed.setter();
        Callback::from(move |text: String| typed.set(text))
    };
    html! {
        <div class="rc-toolbar__search">
            <label class="pf-v6-screen-reader" for={props.id.clone()}>{ &props.label }</label>
            <TextInput
                id={props.id.to_string()}
                r#type={TextInputType::Search}
                placeholder={props.placeholder.to_string()}
                autocomplete="off"
                value={(*typed).clone()}
                {onchange}
            />
        </div>
    }
}
