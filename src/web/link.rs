//! A process's channels to other processes, as the conductor sends them: a message port each. A turn is a bare number;
//! whoever has not sent it sends it back.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, MessagePort};

use kosut_cluster::web::{TURN, describe};
use kosut_core::{
    clock,
    error::{Error, Result},
    measure::{Plan, Stopwatch, Times},
};

/// A rally under way: its times so far, and who waits for them.
type Rally = (Stopwatch, Box<dyn FnOnce(Times)>);

struct Link {
    port: MessagePort,
    rally: Rc<RefCell<Option<Rally>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

thread_local! {
    static LINKS: RefCell<HashMap<u32, Link>> = RefCell::default();
}

/// Takes the conductor's message `{ peer, port }`; false when it is none.
pub fn take(data: &JsValue) -> bool {
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let (Some(peer), Ok(port)) = (field("peer").as_f64(), field("port").dyn_into::<MessagePort>()) else {
        return false;
    };
    let rally: Rc<RefCell<Option<Rally>>> = Rc::default();
    let (own, under_way) = (port.clone(), Rc::clone(&rally));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let mut rally = under_way.borrow_mut();
        let goes_on = match rally.as_mut() {
            Some((watch, _)) => watch.lap(clock::now_ms),
            // The other's turn.
            None => true,
        };
        if goes_on {
            // It fails only when the port is closed, and then nobody waits for the turn.
            let _ = own.post_message(&event.data());
        } else if let Some((watch, done)) = rally.take() {
            done(watch.stop());
        }
    });
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    LINKS.with_borrow_mut(|links| links.insert(peer as u32, Link { port, rally, _on_message: on_message }));
    true
}

/// Sends turns to a linked process, as many as the plan says, and calls `done` when the last is back.
///
/// # Errors
/// [`Error::Protocol`] when there is no channel to it, or the plan has nothing to do.
pub fn rally(peer: u32, plan: Plan, done: impl FnOnce(Times) + 'static) -> Result<()> {
    if plan.groups == 0 || plan.each == 0 {
        return Err(Error::Protocol { reason: format!("a rally of {plan:?}") });
    }
    LINKS.with_borrow(|links| {
        let link =
            links.get(&peer).ok_or_else(|| Error::Protocol { reason: format!("no channel to process {peer}") })?;
        *link.rally.borrow_mut() = Some((Stopwatch::start(plan, clock::now_ms()), Box::new(done)));
        link.port.post_message(&TURN.into()).map_err(|error| Error::Protocol { reason: describe(&error) })
    })
}
