//! What a bad network or a bad host does to the site's files, switched on and off while a page is open.

use std::{
    future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{
        HeaderValue, Uri,
        header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
        uri::PathAndQuery,
    },
    middleware::Next,
    response::Response,
};
use futures_util::{StreamExt, stream};
use tokio::sync::Notify;

/// Not a module, though it begins as one.
const CORRUPT: &[u8] = b"\0asm\x01\0\0\0corrupt";

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It answers 404.
    Missing,
    /// It answers something else than it holds.
    Corrupt,
    /// Its answer stops half way and does not end.
    Stalled,
    /// Its answer is held back until the faults are lifted.
    Held,
    /// It is sent as plain text.
    WrongType,
}

/// The faults of a server, and the paths that it was asked for.
#[derive(Debug, Default)]
pub struct Faults {
    faults: Mutex<Vec<(String, Fault)>>,
    asked: Mutex<Vec<String>>,
    stalled: AtomicUsize,
    lifted: Notify,
}

impl Faults {
    /// From now on, files whose path and query contain `part` have this fault. In `part`, a `*` stands for any text.
    pub fn set(&self, part: &str, fault: Fault) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push((part.into(), fault));
    }

    /// From now on, nothing has a fault.
    pub fn lift(&self) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.lifted.notify_waiters();
    }

    /// How often the server was asked for exactly this path.
    pub fn times_asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).iter().filter(|asked| *asked == path).count()
    }

    /// How many answers have stopped half way.
    pub fn times_stalled(&self) -> usize {
        self.stalled.load(Ordering::Relaxed)
    }

    fn of(&self, path: &str) -> Option<Fault> {
        let faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.iter().find(|(part, _)| contains(path, part)).map(|(_, fault)| *fault)
    }
}

/// Returns `true` if the pieces of `part` between its `*` are in `path`, one after another.
fn contains(path: &str, part: &str) -> bool {
    part.split('*').try_fold(path, |path, piece| path.split_once(piece).map(|(_, rest)| rest)).is_some()
}

/// A layer that applies the faults. Headers stay those of the server, as the files' own answers would have them.
pub async fn apply(State(faults): State<Arc<Faults>>, mut request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query().map_or("", PathAndQuery::as_str).to_string();
    let fault = faults.of(&target);
    faults.asked.lock().unwrap_or_else(PoisonError::into_inner).push(request.uri().path().into());
    match fault {
        None => next.run(request).await,
        Some(Fault::Held) => {
            // Made before the look: a notification between the two counts.
            let lifted = faults.lifted.notified();
            if faults.of(&target).is_some() {
                lifted.await;
            }
            next.run(request).await
        }
        Some(Fault::Missing) => {
            *request.uri_mut() = Uri::from_static("/missing-on-purpose");
            next.run(request).await
        }
        Some(Fault::Corrupt) => {
            let (mut parts, _) = next.run(request).await.into_parts();
            parts.headers.remove(CONTENT_LENGTH);
            parts.headers.remove(CONTENT_ENCODING);
            // What is wrong for a moment must not be kept for ever.
            parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Response::from_parts(parts, Body::from(CORRUPT))
        }
        Some(Fault::WrongType) => {
            let mut response = next.run(request).await;
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Some(Fault::Stalled) => {
            let (parts, body) = next.run(request).await.into_parts();
            let half = to_bytes(body, usize::MAX).await.map(|bytes| bytes.slice(..bytes.len() / 2));
            let stall = stream::once(async move {
                // Who asks for more has sent the first half.
                faults.stalled.fetch_add(1, Ordering::Relaxed);
                future::pending().await
            });
            Response::from_parts(parts, Body::from_stream(stream::iter([half]).chain(stall)))
        }
    }
}
