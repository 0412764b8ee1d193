//! How the file was read: the one line that stands wherever somebody decides by it, and what speaks against the reading.

use patternfly_yew::prelude::*;
use rollcall_protocol::FileState;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct AsReadProps {
    pub(crate) file: FileState,
}

/// What the first row says, and from where.
#[component]
pub(crate) fn AsRead(props: &AsReadProps) -> Html {
    match &props.file.as_read {
        Some(line) => html! {
            <p class="rc-as-read" role="note" aria-label="How the file was read">{ line }</p>
        },
        None => html!(),
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct DoubtsProps {
    pub(crate) file: FileState,
    /// A way to look at the columns, where this is another place.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// What speaks against the reading and the mapping.
#[component]
pub(crate) fn Doubts(props: &DoubtsProps) -> Html {
    let doubts = &props.file.doubts;
    if doubts.is_empty() {
        return html!();
    }
    html! {
        <section aria-label="What is in doubt">
            <Alert inline=true r#type={AlertType::Warning} title="Check how the file was read">
                <ul class="rc-doubts">
                    { for doubts.iter().map(|doubt| html!(<li key={doubt.clone()}>{ doubt }</li>)) }
                </ul>
                { props.children.clone() }
            </Alert>
        </section>
    }
}
