use yew::prelude::*;

/// What a component draws that has nothing to draw: an element that is never shown.
///
/// With no element at all it would hand on the place of what comes after it, also when that was just removed, and whatever is
/// inserted before it then finds no place (yew 0.23, <https://github.com/yewstack/yew/issues/4092>).
pub(crate) fn nothing() -> Html {
    html!(<template />)
}
