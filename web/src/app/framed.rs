//! What is shown instead of the page where another page has it in a frame: nothing there takes a key or starts anything.

use yew::prelude::*;

use crate::state::theme::use_theme;

#[component]
pub(crate) fn Framed() -> Html {
    use_theme();
    let address = web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    html! {
        <div class="rc-page">
            <main class="rc-main">
                <h1 class="pf-v6-c-title pf-m-2xl">{ "Rollcall does not work inside another page" }</h1>
                <p>
                    { "Another page shows Rollcall in a frame. It could put something over it, so that you click or type what you do \
                       not mean to. That is why no key is taken here, and nothing can be started." }
                </p>
                <p>
                    <a class="pf-v6-c-button pf-m-primary" href={address.clone()} target="_blank" rel="noopener noreferrer">
                        { "Open Rollcall in a new tab" }
                    </a>
                </p>
                <p class="rc-subtle">{ "Or copy its address: " }<code class="rc-framed__address">{ address }</code></p>
            </main>
        </div>
    }
}
