//! Bare messages between the conductor and a process, and channels between two processes.

use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, Worker};

use super::{TURN, describe};
use kosut_core::{
    clock,
    error::{Error, Result},
    measure::{Plan, Stopwatch, Times},
};

/// Turns that go to a process and come back, if any are under way.
#[derive(Clone, Default)]
pub struct Rally {
    under_way: Rc<RefCell<Option<(Stopwatch, oneshot::Sender<Times>)>>>,
}

impl Rally {
    /// Sends the first turn. The times come when the last one is back.
    ///
    /// # Errors
    /// [`Error::Died`] when the message can't be sent, [`Error::Protocol`] when the plan has nothing to do.
    pub fn begin(&self, process: u32, worker: &Worker, plan: Plan) -> Result<oneshot::Receiver<Times>> {
        if plan.groups == 0 || plan.each == 0 {
            return Err(Error::Protocol { reason: format!("a rally of {plan:?}") });
        }
        let (done, times) = oneshot::channel();
        *self.under_way.borrow_mut() = Some((Stopwatch::start(plan, clock::now_ms()), done));
        let lost = |error: JsValue| Error::Died { process, reason: describe(&error) };
        worker.post_message(&TURN.into()).map_err(lost)?;
        Ok(times)
    }

    /// A turn is back: sends it again, unless it was the last.
    pub fn came_back(&self, worker: &Worker, turn: &JsValue) {
        let mut under_way = self.under_way.borrow_mut();
        let Some((watch, _)) = under_way.as_mut() else { return };
        if watch.lap(clock::now_ms) {
            // A Worker that takes no message has ended; that is noticed where its end is.
            let _ = worker.post_message(turn);
        } else if let Some((watch, done)) = under_way.take() {
            // Nobody listens when the run was stopped.
            let _ = done.send(watch.stop());
        }
    }
}

/// Gives each of two processes an end of a new channel.
///
/// # Errors
/// [`Error::Unavailable`] when it can't be made or sent.
pub fn link((one, worker): (u32, &Worker), (other, other_worker): (u32, &Worker)) -> Result<()> {
    let refused = |error: JsValue| Error::Unavailable { capability: format!("MessageChannel ({})", describe(&error)) };
    let channel = MessageChannel::new().map_err(refused)?;
    for (worker, peer, port) in [(worker, other, channel.port1()), (other_worker, one, channel.port2())] {
        let message = Object::new();
        let post = || {
            Reflect::set(&message, &"peer".into(), &peer.into())?;
            Reflect::set(&message, &"port".into(), &port)?;
            worker.post_message_with_transfer(&message, &Array::of1(&port))
        };
        post().map_err(refused)?;
    }
    Ok(())
}
