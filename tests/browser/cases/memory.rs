//! The lab `memory`: in every engine, an additional thread takes less memory than an additional process.

use anyhow::{Context, Result, ensure};
use futures_util::future::{FutureExt, LocalBoxFuture};
use kosut_browser_tests::session::Session;

use crate::{embed::rows, labs::Visit};

/// The largest size of a thread, in bytes: its stack of 256 KiB, and the library's own data for it.
const THREAD_BYTES_MAX: f64 = 0.4 * 1_048_576.0;

/// The checks of a run up to three workers.
pub fn particular<'a>(session: &'a Session, visit: &'a Visit<'a>) -> LocalBoxFuture<'a, ()> {
    async {
        if session.engine.shares_memory() {
            session.check("threads are cheaper than processes", async { threads_are_cheaper(session, visit) }).await;
        }
    }
    .boxed_local()
}

fn threads_are_cheaper(session: &Session, visit: &Visit<'_>) -> Result<()> {
    let rows = rows(&visit.report)?;
    let one_more = |family: &str| {
        let row = rows.iter().find(|row| row["family"] == family && row["bare_bytes_per_worker"].is_number());
        row.and_then(|row| row["bare_bytes_per_worker"].as_f64()).with_context(|| format!("{family}: {rows:#?}"))
    };
    let (thread, process) = (one_more("threads")?, one_more("processes")?);
    let kib = |bytes: f64| bytes / 1024.0;
    session.found(
        "memory of one more thread, and of one more process",
        format!("{} and {} KiB", kib(thread), kib(process)),
    );
    ensure!(thread <= THREAD_BYTES_MAX && thread < process, "a thread takes {thread} bytes, a process {process}");
    Ok(())
}
