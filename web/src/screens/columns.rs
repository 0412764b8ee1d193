//! The mapping: which column plays which part.

use patternfly_yew::prelude::*;
use rollcall_protocol::FileState;
use yew::prelude::*;

use crate::{
    state::{
        step::Step,
        workbench::{Topic, Workbench},
    },
    widgets::{AsRead, Choice, Doubts, ProblemAlert, Select, StepHeading, nothing},
};

/// Columns drawn; a file with more of them is not read by eye.
const SHOWN: usize = 200;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Columns(props: &Props) -> Html {
    let workbench = &props.workbench;
    let Some(file) = workbench.state().and_then(|state| state.file.as_ref()) else {
        return nothing();
    };
    let has_review = workbench.state().is_some_and(|state| state.review.is_some());
    let lead = if file.mapping_is_remembered {
        "As you chose for the last file with this header."
    } else if file.mapping_is_certain {
        "Header and content leave no doubt. You can change it all the same."
    } else {
        "Say what each column is. Columns that play no part stay in the file as they are."
    };
    let go_on = props.go.reform(|_| Step::Review);
    html! {
        <>
            <StepHeading title="What is in which column?" lead={html!(lead)}>
                <Button
                    variant={ButtonVariant::Primary}
                    label="Review the rows"
                    disabled={!has_review}
                    onclick={go_on}
                />
            </StepHeading>
            <ProblemAlert problem={workbench.problem(Topic::Columns).cloned()} />
            { for file.mapping_problems.iter().map(|problem| html! {
                <ProblemAlert key={problem.code.clone()} problem={problem.clone()} r#type={AlertType::Warning} />
            }) }
            <Doubts file={file.clone()} />
            <AsRead file={file.clone()} />
            <ColumnTable file={file.clone()} workbench={workbench.clone()} />
            <section class="rc-panel" aria-labelledby="parts-title">
                <h2 id="parts-title" class="pf-v6-c-title pf-m-lg">{ "The parts" }</h2>
                <dl class="rc-parts">
                    { for file.parts.iter().map(|part| html! {
                        <div key={part.key.clone()}>
                            <dt>{ &part.title }</dt>
                            <dd>{ &part.hint }</dd>
                        </div>
                    }) }
                </dl>
            </section>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ColumnTableProps {
    file: FileState,
    workbench: Workbench,
}

#[component]
fn ColumnTable(props: &ColumnTableProps) -> Html {
    let file = &props.file;
    let mut choices = vec![Choice::new("", "(no part)")];
    choices.extend(
        file.parts
            .iter()
            .map(|part| Choice::new(part.key.clone(), part.title.clone())),
    );
    let choose = |at: usize| {
        let workbench = props.workbench.link.clone();
        let parts: Vec<_> = file.columns.iter().map(|column| column.part.clone()).collect();
        Callback::from(move |key: String| {
            let mut parts = parts.clone();
            parts[at] = (!key.is_empty()).then_some(key);
            workbench.map(parts);
        })
    };
    let shown = file
        .columns
        .iter()
        .enumerate()
        .filter(|(at, column)| *at < SHOWN || column.part.is_some());
    html! {
        <>
            <table class="pf-v6-c-table pf-m-compact rc-columns">
                <caption class="pf-v6-screen-reader">{ "Columns of the file" }</caption>
                <thead class="pf-v6-c-table__thead">
                    <tr class="pf-v6-c-table__tr">
                        <th class="pf-v6-c-table__th" scope="col">{ "Column" }</th>
                        <th class="pf-v6-c-table__th" scope="col">{ "First cells" }</th>
                        <th class="pf-v6-c-table__th" scope="col">{ "What it is" }</th>
                    </tr>
                </thead>
                <tbody class="pf-v6-c-table__tbody">
                    { for shown.map(|(at, column)| html! {
                        <tr key={at} class={classes!("pf-v6-c-table__tr", column.part.is_some().then_some("rc-columns__used"))}>
                            <th class="pf-v6-c-table__td rc-columns__name" scope="row">{ &column.name }</th>
                            <td class="pf-v6-c-table__td rc-columns__samples">
                                { for column.samples.iter().map(|sample| html!(<span>{ sample }</span>)) }
                            </td>
                            <td class="pf-v6-c-table__td">
                                <Select
                                    id={format!("part-{at}")}
                                    aria_label={format!("Column {}", column.name)}
                                    choices={choices.clone()}
                                    value={column.part.clone().unwrap_or_default()}
                                    on_choose={choose(at)}
                                />
                                if let Some(evidence) = &column.evidence {
                                    <span class="rc-columns__evidence">{ evidence }</span>
                                }
                            </td>
                        </tr>
                    }) }
                </tbody>
            </table>
            if file.columns.len() > SHOWN {
                <p class="rc-subtle">
                    { format!("The file has {} columns; the first {SHOWN} are shown.", crate::format::count(file.columns.len() as u32)) }
                </p>
            }
        </>
    }
}
