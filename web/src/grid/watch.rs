//! What a window of rows has to hear that Yew does not tell: its size, and the wheel where a pixel is not a pixel.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver, WheelEvent};
use yew::Callback;

use super::row::ROW_HEIGHT;

/// Listens until it is dropped.
pub(crate) struct Watch {
    observer: ResizeObserver,
    _resized: Closure<dyn FnMut()>,
    _wheel: EventListener,
}

impl Watch {
    /// `on_turned` is told the pixels by which the wheel was turned.
    pub(crate) fn begin(
        scroller: &Element,
        on_resized: Callback<()>,
        on_turned: Callback<f64>,
    ) -> Option<Self> {
        let resized = Closure::new(move || on_resized.emit(()));
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        observer.observe(scroller);
        // Not passive, because the scrollbar's own steps would be hundreds of rows where it stands for a share of them.
        let options = EventListenerOptions::enable_prevent_default();
        let wheel = EventListener::new_with_options(scroller, "wheel", options, move |event| {
            if let Some(pixels) = event.dyn_ref::<WheelEvent>().and_then(turned) {
                on_turned.emit(pixels);
            }
        });
        Some(Self {
            observer,
            _resized: resized,
            _wheel: wheel,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Before the closure goes, which it would call.
        self.observer.disconnect();
    }
}

/// A mouse wheel counts in pixels, or in lines of three to a notch.
fn turned(event: &WheelEvent) -> Option<f64> {
    // Let the browser scroll where a pixel is a pixel.
    let scroller = event.current_target()?.dyn_into::<Element>().ok()?;
    let is_share = scroller.get_attribute("data-share").is_some();
    if !is_share || event.ctrl_key() {
        return None;
    }
    event.prevent_default();
    Some(match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => event.delta_y() * ROW_HEIGHT,
        WheelEvent::DOM_DELTA_PAGE => event.delta_y() * f64::from(scroller.client_height()),
        _ => event.delta_y(),
    })
}
