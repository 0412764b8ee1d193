//! A rename rule as it is written.

use gloo_timers::callback::Timeout;
use patternfly_yew::prelude::*;
use rollcall_protocol::RenameRule;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::widgets::{Choice, Field, Select};

/// A pause in typing after which the rule is read.
const TYPING_MS: u32 = 300;

const DOMAIN: &str = "domain";
const PATTERN: &str = "pattern";
const NAMES: &str = "names";

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// Gets the rule, once enough of it is written.
    pub(super) on_rule: Callback<Option<RenameRule>>,
}

/// What is written, of every kind: who looks at another kind finds the first one again.
#[derive(Clone, PartialEq)]
struct Written {
    kind: String,
    from: String,
    to: String,
    find: String,
    put: String,
    template: String,
    german: bool,
}

impl Default for Written {
    fn default() -> Self {
        let nothing = String::new;
        Self {
            kind: DOMAIN.to_owned(),
            from: nothing(),
            to: nothing(),
            find: nothing(),
            put: nothing(),
            template: nothing(),
            german: false,
        }
    }
}

impl Written {
    /// The rule; none before the field without which it says nothing is filled in.
    fn rule(self) -> Option<RenameRule> {
        let (rule, needed) = match self.kind.as_str() {
            PATTERN => {
                let needed = self.find.clone();
                let (find, put) = (self.find, self.put);
                (RenameRule::Pattern { find, put }, needed)
            }
            NAMES => {
                let needed = self.template.clone();
                let (template, german) = (self.template, self.german);
                (RenameRule::Names { template, german }, needed)
            }
            _ => {
                let needed = self.to.clone();
                let (from, to) = (self.from, self.to);
                (RenameRule::Domain { from, to }, needed)
            }
        };
        (!needed.trim().is_empty()).then_some(rule)
    }
}

#[component]
pub(super) fn Rule(props: &Props) -> Html {
    let written = use_state_eq(Written::default);
    {
        let on_rule = props.on_rule.clone();
        use_effect_with((*written).clone(), move |written| {
            let rule = written.clone().rule();
            let timer = Timeout::new(TYPING_MS, move || on_rule.emit(rule));
            move || drop(timer)
        });
    }
    // How a field puts what is typed in its place.
    let put = |into: fn(&mut Written, String)| {
        let written = written.clone();
        Callback::from(move |text: String| {
            let mut new = (*written).clone();
            into(&mut new, text);
            written.set(new);
        })
    };
    let text = |id: &'static str,
                label: &'static str,
                hint: &'static str,
                value: &str,
                onchange: Callback<String>| {
        let hint = if hint.is_empty() {
            Html::default()
        } else {
            html!(hint)
        };
        html! {
            <Field key={id} {id} {label} {hint}>
                <TextInput {id} autocomplete="off" value={value.to_owned()} {onchange} />
            </Field>
        }
    };
    let kinds = vec![
        Choice::new(DOMAIN, "One domain becomes another"),
        Choice::new(NAMES, "Addresses are made from names"),
        Choice::new(PATTERN, "A pattern is replaced"),
    ];
    html! {
        <div class="rc-rule" role="group" aria-label="What the rule says">
            <Field id="rule-kind" label="Rule">
                <Select
                    id="rule-kind"
                    value={written.kind.clone()}
                    choices={kinds}
                    on_choose={put(|written, text| written.kind = text)}
                />
            </Field>
            { match written.kind.as_str() {
                PATTERN => html! {
                    <>
                        { text("rule-find", "Find", "A regular expression, over the whole address.", &written.find, put(|written, text| written.find = text)) }
                        { text("rule-put", "Put", "$1 stands for what the first group found.", &written.put, put(|written, text| written.put = text)) }
                    </>
                },
                NAMES => html! {
                    <>
                        { text("rule-template", "Address", "Such as {first}.{last}@example.com. Also {rest}, {f}, {l}, {before}, {domain}.", &written.template, put(|written, text| written.template = text)) }
                        <label class="rc-rule__german">
                            <input
                                type="checkbox"
                                checked={written.german}
                                onchange={{
                                    let written = written.clone();
                                    Callback::from(move |event: Event| {
                                        let input = event.target_dyn_into::<HtmlInputElement>();
                                        written.set(Written {
                                            german: input.is_some_and(|input| input.checked()),
                                            ..(*written).clone()
                                        });
                                    })
                                }}
                            />
                            { "Spell ä as ae, ö as oe, ü as ue" }
                        </label>
                    </>
                },
                _ => html! {
                    <>
                        { text("rule-from", "Domain now", "Empty for any.", &written.from, put(|written, text| written.from = text)) }
                        { text("rule-to", "New domain", "", &written.to, put(|written, text| written.to = text)) }
                    </>
                },
            } }
        </div>
    }
}
