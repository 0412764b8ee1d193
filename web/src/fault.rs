//! The last words of the page, should it panic: a page that no longer answers must not look as if it did.

use web_sys::Element;

/// From now on a panic is shown at the top of the page.
pub(crate) fn show_panics() {
    std::panic::set_hook(Box::new(|panic| {
        // Where even this fails, nothing more can be done.
        let _ = show(&panic.to_string());
    }));
}

fn show(message: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let part = |name: &str, class: &str, text: &str| -> Option<Element> {
        let element = document.create_element(name).ok()?;
        element.set_class_name(class);
        element.set_text_content(Some(text));
        Some(element)
    };
    let notice = part("div", "rc-fault", "")?;
    notice.set_attribute("role", "alert").ok()?;
    let title = part(
        "p",
        "rc-fault__title",
        "This page has stopped by a fault. Reload it. A run under way goes on until you do; wait for its end if you can.",
    )?;
    notice.append_child(&title).ok()?;
    notice
        .append_child(&part("pre", "rc-fault__words", message)?.into())
        .ok()?;
    document.body()?.prepend_with_node_1(&notice).ok()
}
