//! Ships the data set to all processes of a cluster and lets all lanes read it.

use serde_bytes::ByteBuf;

use super::wrong;
use kosut_cluster::{
    Cluster, Incoming,
    protocol::{Reply, Request},
};
use kosut_core::{
    clock,
    error::{Error, Result},
    trace::{LaneMark, Span, Timeline},
};
use kosut_workloads::residence::{Digest, Outcome, Task};

/// Bytes of a piece. Large enough that shipping takes few messages, small enough that what a message takes while it is
/// read is little beside a data set.
const PIECE_BYTES: u32 = 1 << 18;

/// What one repeat brought.
pub struct Reading {
    /// Bytes of memory of all processes before the data set was shipped.
    pub bare_bytes: u64,
    /// Bytes of memory of each process, with the data set.
    pub memory_bytes: Vec<u64>,
    /// From asking all lanes to read until all have answered, in milliseconds.
    pub elapsed_ms: f64,
    /// When that began, in milliseconds since the Unix epoch.
    pub started_ms: f64,
    /// Bytes that were shipped.
    pub shipped_bytes: u64,
    /// When each lane read.
    pub spans: Vec<Span>,
}

/// Ships, reads and asks.
///
/// # Errors
/// Those of the cluster and of the program; [`Error::Disagree`] when a lane read something else than was shipped.
pub async fn read<C: Cluster>(cluster: &mut C, data_bytes: u32) -> Result<Reading> {
    let topology = cluster.topology();
    let all = 0..topology.processes();
    let mut bare_bytes = 0;
    for process in all.clone() {
        cluster.send(process, perform(Task::Read, clock::now_ms()))?;
        bare_bytes += performed(cluster).await?.1.memory_bytes;
    }
    let mut expected = Digest::default();
    for at in (0..data_bytes).step_by(PIECE_BYTES as usize) {
        let piece = piece(at, PIECE_BYTES.min(data_bytes - at));
        expected.add(&piece);
        for process in all.clone() {
            let bytes = ByteBuf::from(piece.as_slice());
            cluster.send(process, perform(Task::Take { at, total: data_bytes, bytes }, 0.0))?;
        }
        for _ in all.clone() {
            performed(cluster).await?;
        }
    }
    let shipped_bytes = cluster.bytes().sent_bytes;

    let started_ms = clock::now_ms();
    for process in all.clone() {
        cluster.send(process, perform(Task::Read, started_ms))?;
    }
    let (mut memory_bytes, mut timeline, mut spans) = (vec![0; all.len()], Timeline::default(), Vec::new());
    for _ in all {
        let (process, Outcome { held_bytes, memory_bytes: own, digests }, marks) = performed(cluster).await?;
        let deviating = digests.iter().find(|digest| **digest != expected.0);
        if let Some(digest) = deviating.copied().or((held_bytes != data_bytes).then_some(0)) {
            return Err(wrong(topology, expected.0, digest));
        }
        memory_bytes[process as usize] = own;
        spans.extend(marks.into_iter().filter_map(|mark| timeline.mark(process, mark.lane, mark.mark)));
    }
    let elapsed_ms = clock::now_ms() - started_ms;
    Ok(Reading { bare_bytes, memory_bytes, elapsed_ms, started_ms, shipped_bytes, spans })
}

/// A piece of the data set: numbers of a generator that was started with the place where the piece begins, so that no two
/// pages are alike and no system can keep them once.
fn piece(at: u32, bytes: u32) -> Vec<u8> {
    let mut state = u64::from(at) | 1 << 63;
    let mut words = Vec::with_capacity(bytes as usize + 8);
    while words.len() < bytes as usize {
        // xorshift64: G. Marsaglia, Xorshift RNGs, Journal of Statistical Software 8(14), 2003.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        words.extend(state.to_le_bytes());
    }
    words.truncate(bytes as usize);
    words
}

fn perform(task: Task, epoch_ms: f64) -> Request {
    Request::Perform { task: task.into(), epoch_ms }
}

async fn performed<C: Cluster>(cluster: &mut C) -> Result<(u32, Outcome, Vec<LaneMark>)> {
    loop {
        match cluster.receive(None).await? {
            Incoming::Reply(process, Reply::Performed { outcome, marks }) => {
                return Ok((process, outcome.try_into()?, marks));
            }
            Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
            Incoming::Reply(_, other) => {
                return Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") });
            }
            Incoming::Seen(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_differ_and_have_their_size() {
        for bytes in [1, 7, 8, 4096] {
            assert_eq!(piece(0, bytes).len(), bytes as usize);
        }
        assert_ne!(piece(0, 4096), piece(PIECE_BYTES, 4096));
        let data = piece(0, 16_384);
        assert_ne!(data[..4096], data[4096..8192]);
    }
}
