//! The front process deals requests to processes of one lane each, by messages.

use super::{Door, PATIENCE_MS, Plan, outcome, receive, record, since};
use crate::{
    Observer,
    server::{
        figures::Run,
        live::{FRAME_MS, ServerDoing, ServerLane, ServerLive, ServerQueue, Teller},
    },
};
use kosut_cluster::{Cluster, Host, protocol::Request};
use kosut_core::{
    clock,
    error::{Error, Result},
};
use kosut_workloads::serve::{Arrival, Inbox, READERS_FIRST, Served, Task};

/// Nobody waits longer without looking around.
const LOOK_MS: f64 = 100.0;

struct Front<'a> {
    plan: &'a Plan,
    inbox: Inbox,
    /// The request that each process has.
    busy: Vec<Option<Arrival>>,
    run: Run,
    door: Door,
    /// The last answer, in milliseconds since the start.
    moved_ms: f64,
}

/// See [`super::serve`].
pub async fn serve<H: Host>(
    host: &H,
    cluster: &mut H::Cluster,
    plan: &Plan,
    teller: &mut Option<Teller<'_, impl Observer>>,
) -> Result<Run> {
    let processes = cluster.topology().processes();
    let mut front = Front {
        plan,
        inbox: Inbox::new(plan.arrivals.iter().copied(), plan.queue),
        busy: vec![None; processes as usize],
        run: Run { started_ms: clock::now_ms(), ..Run::default() },
        door: Door::new(plan),
        moved_ms: 0.0,
    };
    loop {
        let now_ms = since(&front.run);
        front.take_in(host, now_ms);
        if front.idle() == processes {
            // As long as nobody has anything to do, nobody is silent.
            front.moved_ms = now_ms;
        }
        front.hand_out(cluster)?;
        front.tell(teller, now_ms);
        let idle = front.idle();
        if front.inbox.is_empty() && idle == processes && !front.door.open {
            front.run.rejected = front.inbox.rejected().to_vec();
            return Ok(front.run);
        }
        let longest_ms = if teller.is_some() { FRAME_MS } else { LOOK_MS };
        // With all at work there is nobody to hand a request to.
        let next_ms = front.inbox.next_us().filter(|_| idle > 0).map(|next_us| f64::from(next_us) / 1e3);
        let wait_ms = next_ms.map_or(longest_ms, |next_ms| (next_ms - since(&front.run)).clamp(0.0, longest_ms));
        // Boards are of no interest: there are none.
        let arrived = receive(cluster, wait_ms, false).await?;
        if let Some((process, outcome, marks)) = outcome(arrived)? {
            front.answered(process, outcome.served);
            if let Some(teller) = teller {
                teller.marks(process, marks.iter().copied());
            }
            record(&mut front.run, process, marks);
        } else if idle < processes && since(&front.run) - front.moved_ms > plan.wait_ms + PATIENCE_MS {
            let process = front.busy.iter().position(Option::is_some).unwrap_or_default() as u32;
            return Err(Error::Stuck { process, waited_ms: (since(&front.run) - front.moved_ms) as u32 });
        }
    }
}

impl Front<'_> {
    fn idle(&self) -> u32 {
        self.busy.iter().filter(|request| request.is_none()).count() as u32
    }

    /// Takes in what has come, from the seed and from the reader.
    fn take_in(&mut self, host: &impl Host, now_ms: f64) {
        let (at_us, idle) = ((now_ms * 1e3) as u32, self.idle());
        self.inbox.admit(at_us, idle);
        let before = self.door.sent;
        for number in before..before + self.door.hear(host, now_ms) {
            self.inbox.ask(Arrival { id: READERS_FIRST + number, at_us }, idle);
        }
    }

    /// Sends each idle process the request that has waited longest.
    fn hand_out<C: Cluster>(&mut self, cluster: &mut C) -> Result<()> {
        for (process, place) in (0..).zip(&mut self.busy).filter(|(_, place)| place.is_none()) {
            let Some(arrival) = self.inbox.take() else { break };
            *place = Some(arrival);
            let Plan { numbers, wait, wait_ms, .. } = *self.plan;
            let task = Task { numbers, wait, wait_ms, arrivals: vec![arrival], queue: 1, open: false };
            cluster.send(process, Request::Perform { task: task.into(), epoch_ms: self.run.started_ms })?;
        }
        Ok(())
    }

    /// A request is answered when its answer is here: the client talks to the front.
    fn answered(&mut self, process: u32, served: Vec<Served>) {
        let ended_us = (since(&self.run) * 1e3) as u32;
        self.moved_ms = f64::from(ended_us) / 1e3;
        self.busy[process as usize] = None;
        self.run.served.extend(served.into_iter().map(|one| (process, Served { ended_us, ..one })));
    }

    fn tell(&self, teller: &mut Option<Teller<'_, impl Observer>>, now_ms: f64) {
        let Some(teller) = teller.as_mut().filter(|teller| teller.is_due(now_ms)) else { return };
        let lane = |(process, request): (u32, &Option<Arrival>)| ServerLane {
            process,
            doing: if request.is_some() { ServerDoing::Serving } else { ServerDoing::Idle },
            request: request.map(|arrival| arrival.id),
        };
        teller.tell(ServerLive {
            topology: String::new(),
            rate_per_s: 0.0,
            now_ms,
            lanes: (0..).zip(&self.busy).map(lane).collect(),
            queues: vec![ServerQueue { limit: self.plan.queue, waiting: self.inbox.waiting().collect() }],
            arrived: self.inbox.arrived(),
            done: self.run.served.len() as u32,
            rejected: self.inbox.rejected().len() as u32,
            open: self.door.open,
            figures: None,
        });
    }
}
