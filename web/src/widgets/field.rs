//! Form controls with a label that belongs to them, for eyes and for screen readers alike.

use patternfly_yew::prelude::*;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct FieldProps {
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    /// A sentence below the control.
    #[prop_or_default]
    pub(crate) hint: Html,
    /// The control, whose id is this field's id.
    pub(crate) children: Html,
}

/// PatternFly's form group, with the label tied to its control.
#[component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    html! {
        <div class="pf-v6-c-form__group">
            <div class="pf-v6-c-form__group-label">
                <label class="pf-v6-c-form__label" for={&props.id}>
                    <span class="pf-v6-c-form__label-text">{ &props.label }</span>
                </label>
            </div>
            <div class="pf-v6-c-form__group-control">
                { props.children.clone() }
                if props.hint != Html::default() {
                    <div class="pf-v6-c-form__helper-text">{ props.hint.clone() }</div>
                }
            </div>
        </div>
    }
}

/// One entry of a [`Select`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) title: String,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            title: title.into(),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SelectProps {
    pub(crate) id: AttrValue,
    /// For a control without a [`Field`] around it.
    #[prop_or_default]
    pub(crate) aria_label: Option<AttrValue>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) value: String,
    pub(crate) on_choose: Callback<String>,
    #[prop_or_default]
    pub(crate) disabled: bool,
}

/// PatternFly's form select, which shows the value that it is given even when the choice was refused.
#[component]
pub(crate) fn Select(props: &SelectProps) -> Html {
    let onchange = {
        let on_choose = props.on_choose.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<web_sys::HtmlSelectElement>() {
                on_choose.emit(select.value());
            }
        })
    };
    let select = use_node_ref();
    {
        // Once somebody has chosen, the browser no longer follows the attributes of the options.
        let (select, value) = (select.clone(), props.value.clone());
        use_effect(move || {
            if let Some(select) = select.cast::<web_sys::HtmlSelectElement>() {
                select.set_value(&value);
            }
        });
    }
    html! {
        <div class={classes!("pf-v6-c-form-control", props.disabled.then_some("pf-m-disabled"))}>
            <select ref={select} id={&props.id} aria-label={props.aria_label.clone()} disabled={props.disabled} {onchange}>
                { for props.choices.iter().map(|choice| html! {
                    <option
                        key={choice.value.clone()}
                        value={choice.value.clone()}
                        selected={choice.value == props.value}
                    >
                        { &choice.title }
                    </option>
                }) }
            </select>
            <span class="pf-v6-c-form-control__utilities">
                <span class="pf-v6-c-form-control__toggle-icon">{ Icon::CaretDown }</span>
            </span>
        </div>
    }
}
