//! The three ways to begin: the sandbox organization, a check without a connection, a real organization.

use patternfly_yew::prelude::*;
use rollcall_protocol::{Connect, ConnectionState};
use yew::prelude::*;

use crate::{
    state::{
        step::Step,
        workbench::{Topic, Workbench},
    },
    widgets::{ConnectForm, StepHeading, nothing},
};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) workbench: Workbench,
    pub(crate) go: Callback<Step>,
}

#[component]
pub(crate) fn Organization(props: &Props) -> Html {
    let workbench = &props.workbench;
    let connection = workbench
        .state()
        .map_or(ConnectionState::Closed, |state| state.connection.clone());
    let is_busy = workbench.known().busy.is_some();
    let try_sandbox = {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.try_sandbox())
    };
    let check_only = {
        let workbench = workbench.link.clone();
        Callback::from(move |_| workbench.check_only())
    };
    let connect = {
        let workbench = workbench.link.clone();
        Callback::from(move |asked: Connect| workbench.connect(asked))
    };
    html! {
        <>
            <StepHeading
                title="Which organization?"
                lead={html!("Change many accounts at once from one file: new e-mail addresses, and more. Nothing is changed before you have seen it and said so.")}
            />
            <OpenConnection {connection} workbench={workbench.clone()} go={props.go.clone()} />
            <div class="rc-doors">
                <Card class="rc-door" full_height=true>
                    <CardTitle component="h2">{ "Try the sandbox organization" }</CardTitle>
                    <CardBody>
                        <p>{ "A made-up organization inside this page. It answers like Atlassian, refusals included. \
                              No network, no key; you cannot break anything." }</p>
                        <p class="rc-subtle">{ "An example file is there as well." }</p>
                    </CardBody>
                    <CardFooter>
                        <Button
                            variant={ButtonVariant::Primary}
                            label="Try the sandbox organization"
                            disabled={is_busy}
                            onclick={try_sandbox}
                        />
                    </CardFooter>
                </Card>
                <Card class="rc-door" full_height=true>
                    <CardTitle component="h2">{ "Check a file without connecting" }</CardTitle>
                    <CardBody>
                        <p>{ "See what is wrong with a file before you touch the organization. The file stays in this browser." }</p>
                        <p class="rc-subtle">{ "With an export from Atlassian beside it, the check knows your accounts too." }</p>
                    </CardBody>
                    <CardFooter>
                        <Button
                            variant={ButtonVariant::Secondary}
                            label="Check a file without connecting"
                            disabled={is_busy}
                            onclick={check_only}
                        />
                    </CardFooter>
                </Card>
                <Card class="rc-door rc-door--connect" full_height=true>
                    <CardTitle component="h2">{ "Connect your organization" }</CardTitle>
                    <CardBody>
                        <ConnectForm
                            label="Connect"
                            problem={workbench.problem(Topic::Connection).cloned()}
                            {is_busy}
                            on_connect={connect}
                        />
                    </CardBody>
                </Card>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OpenConnectionProps {
    connection: ConnectionState,
    workbench: Workbench,
    go: Callback<Step>,
}

/// What the workbench is connected to, and what comes next.
#[component]
fn OpenConnection(props: &OpenConnectionProps) -> Html {
    let (title, text) = match &props.connection {
        ConnectionState::Closed => return nothing(),
        ConnectionState::CheckOnly => ("You are checking without a connection.".to_owned(), String::new()),
        ConnectionState::Sandbox { name, organization } => (
            format!("You are in the sandbox organization {name}."),
            format!("Organization id {organization}."),
        ),
        ConnectionState::Live {
            name,
            organization,
            via,
            sandbox,
            limit: _,
        } => (
            if *sandbox {
                format!("You are connected to the sandbox server of {name}. Nothing real can change there.")
            } else {
                format!("You are connected to {name}.")
            },
            format!("Organization id {organization}, {via}."),
        ),
    };
    let limit = match &props.connection {
        ConnectionState::Live { limit, .. } => limit.as_ref(),
        _ => None,
    };
    let go_on = props.go.reform(|_| Step::File);
    let leave = {
        let workbench = props.workbench.link.clone();
        Callback::from(move |_| workbench.disconnect())
    };
    html! {
        <Alert inline=true r#type={AlertType::Info} {title}>
            <p>{ text }</p>
            if let Some(limit) = limit {
                <p>{ format!("{} {}", limit.what, limit.hint) }</p>
            }
            <p class="rc-buttons">
                <Button variant={ButtonVariant::Primary} label="Go on to the file" onclick={go_on} />
                <Button variant={ButtonVariant::Link} label="Leave this organization" onclick={leave} />
            </p>
        </Alert>
    }
}
