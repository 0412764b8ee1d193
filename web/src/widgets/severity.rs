//! How severities and row states look: an icon, a colour and a word, never a colour alone.

use patternfly_yew::prelude::*;
use rollcall_protocol::{RowState, Severity};
use yew::prelude::*;

pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

pub(crate) fn alert_type(severity: Severity) -> AlertType {
    match severity {
        Severity::Error => AlertType::Danger,
        Severity::Warning => AlertType::Warning,
        Severity::Note => AlertType::Info,
    }
}

pub(crate) fn severity_icon(severity: Severity) -> Html {
    let (icon, class) = match severity {
        Severity::Error => (Icon::ExclamationCircle, "rc-icon rc-icon--error"),
        Severity::Warning => (Icon::ExclamationTriangle, "rc-icon rc-icon--warning"),
        Severity::Note => (Icon::InfoCircle, "rc-icon rc-icon--note"),
    };
    html! {
        <span {class}>
            { icon }
            <span class="pf-v6-screen-reader">{ severity_word(severity) }{ ": " }</span>
        </span>
    }
}

/// A row's state as a small label.
pub(crate) fn state_label(state: RowState) -> Html {
    let (word, class, icon) = match state {
        RowState::Ready => ("Ready", "rc-state rc-state--ready", Icon::CheckCircle),
        RowState::Look => ("Look", "rc-state rc-state--look", Icon::ExclamationTriangle),
        RowState::Blocked => ("Blocked", "rc-state rc-state--blocked", Icon::ExclamationCircle),
        RowState::Nothing => ("Nothing to do", "rc-state rc-state--nothing", Icon::Minus),
        RowState::LeftOut => ("Left out", "rc-state rc-state--left-out", Icon::Ban),
    };
    html! {
        <span {class}>{ icon }{ " " }{ word }</span>
    }
}
