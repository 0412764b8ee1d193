//! The heading of a step. It takes the focus when the step is entered, so that a screen reader reads on from there.

use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct StepHeadingProps {
    pub(crate) title: AttrValue,
    /// One or two sentences: what this step is for.
    #[prop_or_default]
    pub(crate) lead: Html,
    /// Buttons, at the end of the line.
    #[prop_or_default]
    pub(crate) children: Html,
}

#[component]
pub(crate) fn StepHeading(props: &StepHeadingProps) -> Html {
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((), move |()| {
            if let Some(heading) = heading.cast::<HtmlElement>() {
                // An element that cannot take the focus leaves it where it was.
                let _ = heading.focus();
            }
        });
    }
    html! {
        <div class="rc-heading">
            <div class="rc-heading__text">
                <h1 ref={heading} tabindex="-1" class="pf-v6-c-title pf-m-2xl">{ &props.title }</h1>
                <div class="rc-lead">{ props.lead.clone() }</div>
            </div>
            <div class="rc-actions">{ props.children.clone() }</div>
        </div>
    }
}
