//! Answers without a run, where they can be had: what a program is made of, and what follows from each order of its steps.

#[cfg(feature = "compile")]
use super::inside;
use kosut_cluster::Host;
#[cfg(not(feature = "compile"))]
use kosut_core::error::Error;
use kosut_core::error::Result;

/// Answers a question, here or where the compiler is; from JSON to JSON.
///
/// # Errors
/// [`Error::Protocol`](kosut_core::error::Error::Protocol) when the question can't be read,
/// [`Error::Parameter`](kosut_core::error::Error::Parameter) for too many steps, and
/// [`Error::Unavailable`](kosut_core::error::Error::Unavailable) when the compiler can't be had.
pub async fn answer<H: Host>(host: &H, question: &str) -> Result<String> {
    match host.ask_compiler(question).await {
        Some(answer) => answer,
        #[cfg(feature = "compile")]
        None => inside::answer(question),
        #[cfg(not(feature = "compile"))]
        None => Err(Error::Unavailable { capability: "the compiler of the small Python".into() }),
    }
}
