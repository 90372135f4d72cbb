//! One sample in one way.

use serde_bytes::ByteBuf;

use super::{Way, wrong};
use kosut_cluster::{
    Cluster, Incoming,
    parcel::{Parcel as _, Passing},
    protocol::{Reply, Request},
};
use kosut_core::{
    clock,
    error::{Error, Result},
    measure,
};
use kosut_workloads::payload::{self, Outcome, Parcel, Task, Trips};

/// What the samples are taken on.
pub struct Ways<C> {
    /// A process of one lane for each worker.
    pub processes: C,
    /// A process with a lane that asks and one for each worker, where memory can be shared.
    pub threads: Option<C>,
    /// The clock's resolution in milliseconds.
    pub resolution_ms: f64,
}

/// The ways that are the environment's own.
pub fn passings() -> impl Iterator<Item = (Way, Passing)> {
    [(Way::Clone, Passing::Clone), (Way::Transfer, Passing::Transfer)].into_iter()
}

impl<C: Cluster> Ways<C> {
    /// The ways that can be gone here.
    pub fn available(&self) -> Vec<Way> {
        let can = |way: &Way| match way {
            Way::Reference | Way::Ring => self.threads.is_some(),
            Way::Serialised => true,
            own => passings().any(|(way, passing)| way == *own && C::PASSINGS.contains(&passing)),
        };
        Way::ALL.into_iter().filter(can).collect()
    }

    /// One sample: milliseconds for a trip.
    ///
    /// # Errors
    /// Those of the cluster; [`Error::Disagree`] for a wrong answer, [`Error::TooShort`] when no time could be seen to pass.
    pub async fn sample_ms(&mut self, way: Way, first: &[u8]) -> Result<f64> {
        let elapsed_ms = match way {
            Way::Reference => self.inside_ms(way, first.len(), Task::Reference).await?,
            Way::Ring => self.inside_ms(way, first.len(), Task::Ring).await?,
            Way::Clone => self.carried_ms(way, first, Passing::Clone).await?,
            Way::Transfer => self.carried_ms(way, first, Passing::Transfer).await?,
            Way::Serialised => self.serialised_ms(way, first).await?,
        };
        if elapsed_ms > 0.0 { Ok(elapsed_ms) } else { Err(Error::TooShort) }
    }

    /// How many additions a process makes in a microsecond, each needing the one before.
    pub async fn additions_per_us(&mut self) -> Result<f64> {
        let task = Task::Add { resolution_ms: self.resolution_ms };
        self.processes.send(0, perform(task))?;
        match performed(&mut self.processes).await? {
            (_, Outcome::Added { elapsed_ms, additions, sum }) if elapsed_ms > 0.0 => {
                let expected = payload::fibonacci(additions);
                if sum != expected {
                    return Err(Error::Disagree {
                        topology: "additions".into(),
                        answer: sum.to_string(),
                        expected: expected.to_string(),
                    });
                }
                Ok(additions as f64 / (elapsed_ms * 1e3))
            }
            (_, Outcome::Added { .. }) => Err(Error::TooShort),
            (_, other) => Err(Error::Protocol { reason: format!("{other:?} where additions were expected") }),
        }
    }

    /// Between lanes: the process measures by itself.
    async fn inside_ms(&mut self, way: Way, bytes: usize, task: fn(Trips) -> Task) -> Result<f64> {
        let nowhere = || Error::Unavailable { capability: "cross-origin isolation".into() };
        let threads = self.threads.as_mut().ok_or_else(nowhere)?;
        let trips = Trips { payload_bytes: bytes as u32, resolution_ms: self.resolution_ms };
        threads.send(0, perform(task(trips)))?;
        match performed(threads).await? {
            (_, Outcome::Made { elapsed_ms, trips, right: true }) => Ok(elapsed_ms / f64::from(trips.max(1))),
            (_, Outcome::Made { right: false, .. }) => {
                let [even, _] = payload::sums(&payload::fresh(bytes as u32));
                Err(wrong(way, threads.topology(), even, 0))
            }
            (_, other) => Err(Error::Protocol { reason: format!("{other:?} where trips were expected") }),
        }
    }

    /// By messages of the environment's own.
    async fn carried_ms(&mut self, way: Way, first: &[u8], passing: Passing) -> Result<f64> {
        let (expected, topology) = (payload::sums(first), self.processes.topology());
        let mut parcels: Vec<C::Parcel> = (0..topology.processes()).map(|_| C::Parcel::of(first)).collect();
        let (mut total_ms, mut trips) = (0.0, 0);
        while trips == 0 || !measure::is_sample(total_ms, trips, self.resolution_ms) {
            let began_ms = clock::now_ms();
            parcels = self.processes.carry(parcels, passing).await?;
            trips += 1;
            let expected = expected[trips as usize % 2];
            let deviating = parcels.iter().map(C::Parcel::sum).find(|sum| *sum != expected);
            total_ms += clock::now_ms() - began_ms;
            if let Some(sum) = deviating {
                return Err(wrong(way, topology, expected, sum));
            }
        }
        Ok(total_ms / f64::from(trips))
    }

    /// As a field of a message, by the protocol.
    async fn serialised_ms(&mut self, way: Way, first: &[u8]) -> Result<f64> {
        let (expected, topology) = (payload::sums(first), self.processes.topology());
        let mut payloads: Vec<ByteBuf> = (0..topology.processes()).map(|_| ByteBuf::from(first)).collect();
        let (mut total_ms, mut trips) = (0.0, 0);
        while trips == 0 || !measure::is_sample(total_ms, trips, self.resolution_ms) {
            let began_ms = clock::now_ms();
            // way serialised: begin
            for (process, payload) in (0..).zip(&mut payloads) {
                let parcel = Parcel { trip: trips, bytes: std::mem::take(payload) };
                self.processes.send(process, perform(Task::Answer(parcel)))?;
            }
            for _ in 0..payloads.len() {
                match performed(&mut self.processes).await? {
                    (process, Outcome::Answered(Parcel { trip, bytes })) if trip == trips => {
                        payloads[process as usize] = bytes;
                    }
                    (_, other) => return Err(Error::Protocol { reason: format!("{other:?} where a parcel was due") }),
                }
            }
            // way serialised: end
            trips += 1;
            let expected = expected[trips as usize % 2];
            let deviating = payloads.iter().map(|payload| payload::sum(payload)).find(|sum| *sum != expected);
            total_ms += clock::now_ms() - began_ms;
            if let Some(sum) = deviating {
                return Err(wrong(way, topology, expected, sum));
            }
        }
        Ok(total_ms / f64::from(trips))
    }
}

fn perform(task: Task) -> Request {
    Request::Perform { task: task.into(), epoch_ms: 0.0 }
}

/// What the next program that ends brings, and in which process.
async fn performed<C: Cluster>(cluster: &mut C) -> Result<(u32, Outcome)> {
    loop {
        match cluster.receive(None).await? {
            Incoming::Reply(process, Reply::Performed { outcome, .. }) => return Ok((process, outcome.try_into()?)),
            Incoming::Reply(_, Reply::Failed { error }) => return Err(error),
            Incoming::Reply(_, other) => {
                return Err(Error::Protocol { reason: format!("{other:?} where an outcome was expected") });
            }
            Incoming::Seen(..) => {}
        }
    }
}
