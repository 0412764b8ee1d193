//! The canary batch: who, before, wanted, and what the server says now.

use patternfly_yew::prelude::Icon;
use rollcall_protocol::CanaryRow;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) rows: Vec<CanaryRow>,
    /// Whether the accounts have been read back.
    pub(crate) is_done: bool,
}

#[component]
pub(crate) fn Canary(props: &Props) -> Html {
    let is_done = props.is_done;
    html! {
        <table class="pf-v6-c-table pf-m-compact rc-canary">
            <caption class="pf-v6-screen-reader">{ "Canary batch" }</caption>
            <thead class="pf-v6-c-table__thead">
                <tr class="pf-v6-c-table__tr">
                    <th class="pf-v6-c-table__th" scope="col">{ "Who" }</th>
                    <th class="pf-v6-c-table__th" scope="col">{ "Before" }</th>
                    <th class="pf-v6-c-table__th" scope="col">{ "Wanted" }</th>
                    if is_done {
                        <th class="pf-v6-c-table__th" scope="col">{ "Read back" }</th>
                    }
                </tr>
            </thead>
            <tbody class="pf-v6-c-table__tbody">
                { for props.rows.iter().enumerate().map(|(at, row)| html! {
                    <tr key={at} class="pf-v6-c-table__tr">
                        <th class="pf-v6-c-table__td" scope="row" data-label="Who">{ &row.who }</th>
                        <td class="pf-v6-c-table__td" data-label="Before">{ &row.before }</td>
                        <td class="pf-v6-c-table__td" data-label="Wanted">{ &row.wanted }</td>
                        if is_done {
                            <td class="pf-v6-c-table__td" data-label="Read back">{ read_back(row) }</td>
                        }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn read_back(row: &CanaryRow) -> Html {
    match &row.read_back {
        None => html!(<span class="rc-unknown">{ "could not be read" }</span>),
        Some(address) if address.eq_ignore_ascii_case(&row.wanted) => html! {
            <span><span class="rc-icon rc-icon--ready">{ Icon::CheckCircle }</span>{ " " }{ address }</span>
        },
        Some(address) => html! {
            <span><span class="rc-icon rc-icon--warning">{ Icon::ExclamationTriangle }</span>{ " " }{ address }{ " (not as wanted)" }</span>
        },
    }
}
