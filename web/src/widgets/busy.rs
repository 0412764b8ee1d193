//! What is going on, with a bar.

use patternfly_yew::prelude::*;
use yew::prelude::*;

use super::nothing;

use crate::{format, state::workbench::Busy};

#[derive(Properties, PartialEq)]
pub(crate) struct BusyBarProps {
    pub(crate) busy: Option<Busy>,
}

/// Shows up only when something takes longer than a moment (see the stylesheet), so that quick answers do not flicker; and
/// lies over the page, so that nothing moves away under the pointer when it comes and goes.
#[component]
pub(crate) fn BusyBar(props: &BusyBarProps) -> Html {
    let Some(busy) = &props.busy else {
        return nothing();
    };
    if busy.of == 0 {
        return html! {
            <div class="rc-busy">
                <Spinner size={SpinnerSize::Md} aria_label={busy.doing.clone()} />
                <span>{ &busy.doing }{ " …" }</span>
            </div>
        };
    }
    let value_text = format!("{} of {}", format::count(busy.done), format::count(busy.of));
    html! {
        <div class="rc-busy">
            <Progress
                id="busy"
                description={busy.doing.clone()}
                value={f64::from(busy.done)}
                range={0.0..f64::from(busy.of)}
                {value_text}
            />
        </div>
    }
}
