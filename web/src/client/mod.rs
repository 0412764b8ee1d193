//! A worker, seen from the page: one question, one answer, and news in between.

mod attachment;
mod reply;
mod wire;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    rc::Rc,
};

use futures_channel::oneshot;
use gloo_events::EventListener;
use js_sys::Array;
use rollcall_protocol::{BUILD, Hello, Protocol, ToWorker};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};
use yew::Callback;

pub(crate) use attachment::Attachment;
pub(crate) use reply::{Reply, Unanswered};
use wire::Incoming;

/// What a worker says unasked.
pub(crate) enum Event<News> {
    News(Box<News>),
    /// It died, and left this message.
    Gone(String),
}

/// A worker that speaks this protocol, and can be asked nothing else. Dropping the last clone ends it.
pub(crate) struct Client<P: Protocol>(Rc<Inner<P>>);

impl<P: Protocol> Clone for Client<P> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

struct Inner<P: Protocol> {
    /// `None` once the worker is gone.
    worker: RefCell<Option<Worker>>,
    number: Cell<u32>,
    /// Messages from before the worker was ready; `None` once it is.
    early: RefCell<Option<Vec<(JsValue, Array)>>>,
    pending: RefCell<BTreeMap<u32, oneshot::Sender<Reply<P::Answer>>>>,
    on_event: Callback<Event<P::News>>,
    listeners: RefCell<Vec<EventListener>>,
}

impl<P> Client<P>
where
    P: Protocol<Question: Serialize, Answer: DeserializeOwned, News: DeserializeOwned>,
{
    /// Starts a worker and greets it. Questions can be asked at once; they wait until it is ready.
    pub(crate) fn start(on_event: Callback<Event<P::News>>) -> Self {
        let inner = Rc::new(Inner {
            worker: RefCell::new(None),
            number: Cell::new(0),
            early: RefCell::new(Some(Vec::new())),
            pending: RefCell::new(BTreeMap::new()),
            on_event,
            listeners: RefCell::new(Vec::new()),
        });
        match wire::start_worker() {
            Ok(worker) => inner.listen(worker),
            Err(why) => {
                // Told later: who starts a worker is not yet ready to hear that it could not be started.
                let inner = inner.clone();
                wasm_bindgen_futures::spawn_local(async move { inner.die(&wire::message(&why)) });
            }
        }
        let client = Self(inner);
        client.greet();
        client
    }

    fn greet(&self) {
        let hello = Hello {
            build: BUILD.to_owned(),
            role: P::ROLE,
        };
        match wire::hello(&hello) {
            Ok(message) => self.0.send(message, Array::new()),
            Err(why) => self.0.die(&why),
        }
    }

    /// Sends the question now, whether or not the answer is waited for.
    pub(crate) fn ask(
        &self,
        question: P::Question,
        attachment: Attachment,
    ) -> impl Future<Output = Reply<P::Answer>> + use<P> {
        let (sender, receiver) = oneshot::channel();
        let number = self.0.number.get().wrapping_add(1);
        self.0.number.set(number);
        self.0.pending.borrow_mut().insert(number, sender);
        match wire::outgoing(&ToWorker { number, question }, attachment) {
            Ok((message, transfer)) => self.0.send(message, transfer),
            Err(why) => self.0.die(&why),
        }
        async move { receiver.await.unwrap_or(Err(Unanswered::Gone)) }
    }
}

impl<P> Inner<P>
where
    P: Protocol<Answer: DeserializeOwned, News: DeserializeOwned>,
{
    fn listen(self: &Rc<Self>, worker: Worker) {
        let inner = Rc::downgrade(self);
        let on_message = EventListener::new(&worker, "message", move |event| {
            if let (Some(inner), Some(event)) = (inner.upgrade(), event.dyn_ref::<MessageEvent>()) {
                inner.hear(&event.data());
            }
        });
        // A trap in the worker, or its script not found.
        let inner = Rc::downgrade(self);
        let on_error = EventListener::new(&worker, "error", move |event| {
            if let Some(inner) = inner.upgrade() {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                inner.die(
                    message
                        .as_deref()
                        .unwrap_or("The worker's script could not be loaded."),
                );
            }
        });
        self.listeners.borrow_mut().extend([on_message, on_error]);
        self.worker.replace(Some(worker));
    }

    fn hear(&self, data: &JsValue) {
        match wire::incoming::<P>(data) {
            Ok(Incoming::Ready) => {
                for (message, transfer) in self.early.take().unwrap_or_default() {
                    self.send(message, transfer);
                }
            }
            Ok(Incoming::Answer(number, reply)) => {
                if let Some(sender) = self.pending.borrow_mut().remove(&number) {
                    // The asker may have lost interest.
                    let _ = sender.send(reply);
                }
            }
            Ok(Incoming::News(news)) => self.on_event.emit(Event::News(news)),
            Ok(Incoming::Panic(message)) | Err(message) => self.die(&message),
        }
    }
}

impl<P: Protocol> Inner<P> {
    fn send(&self, message: JsValue, transfer: Array) {
        if let Some(early) = self.early.borrow_mut().as_mut() {
            early.push((message, transfer));
            return;
        }
        let Some(worker) = self.worker.borrow().clone() else {
            // Died before: whoever asks now gets the same answer as those who asked then.
            self.pending.take();
            return;
        };
        let sent = worker.post_message_with_transfer(&message, &transfer);
        if let Err(why) = sent {
            self.die(&wire::message(&why));
        }
    }

    /// Ends the worker. Whoever waits for an answer gets [`Unanswered::Gone`], because their senders are dropped.
    fn die(&self, why: &str) {
        if self.end() {
            self.on_event.emit(Event::Gone(why.to_owned()));
        }
    }

    /// True where there was something to end.
    fn end(&self) -> bool {
        let first = self.early.take().is_some() | self.worker.borrow().is_some();
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
        self.pending.take();
        first
    }
}

impl<P: Protocol> Drop for Inner<P> {
    fn drop(&mut self) {
        self.end();
    }
}
