//! A job, the presets, and random ones; which topologies come into question for it, and how its items are dealt.

use serde::{Deserialize, Serialize};

use kosut_core::topology::Topology;
use kosut_workloads::{
    job::{DATA_BYTES_MAX, Load, STATE_BYTES},
    lanes::blocking::Wait,
};

/// The longest job, on one lane, in milliseconds: it is done some sixty times.
pub const LONGEST_MS: f64 = 4_000.0;

/// The most lanes of a topology.
pub const LANES_MAX: u32 = 16;

/// Pieces that a lane gets of a job at least, when there are as many items: with fewer, the last piece would make some
/// lanes wait for others; with more, messages would cost more than it saves.
const PIECES_PER_LANE: u32 = 8;

/// The most bytes of a message, both ways together, unless one item for each lane has more.
const PIECE_BYTES_MAX: u32 = 4 << 20;

/// Pieces that a process has at a time: while it is at one, the next is under way.
const AHEAD: u32 = 2;

/// A job, as the reader describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// How many items it has.
    pub items: u32,
    /// How long each computes, in microseconds of one lane that has a core for itself.
    pub cpu_us: u32,
    /// How long each waits for something outside, in milliseconds.
    pub wait_ms: u32,
    /// KiB that each takes in.
    pub in_kib: u32,
    /// KiB that each gives out.
    pub out_kib: u32,
    /// Whether all items change a state that they share.
    pub shared: bool,
    /// Whether a crash may cost only a part of it.
    pub survive: bool,
    /// Whether processes and threads are started for it, so that their start counts.
    pub start: bool,
}

/// Jobs that everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Pictures are made small.
    Thumbnails,
    /// Pages are fetched and searched for links.
    Crawler,
    /// Lines are counted and sorted out: many bytes, little arithmetic.
    Logs,
    /// Steps that change weights which all lanes share.
    Training,
    /// Messages come in and go out to others; the server must not go down as a whole.
    Chat,
}

/// All presets; the first is the default.
pub const PRESETS: [Preset; 5] = [Preset::Thumbnails, Preset::Crawler, Preset::Logs, Preset::Training, Preset::Chat];

impl Preset {
    /// Its name in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Preset::Thumbnails => "thumbnails",
            Preset::Crawler => "crawler",
            Preset::Logs => "logs",
            Preset::Training => "training",
            Preset::Chat => "chat",
        }
    }

    /// Its job: of the kind that it has in life, and short enough to be done some twenty times.
    pub fn job(self) -> Job {
        let none =
            Job { items: 1, cpu_us: 0, wait_ms: 0, in_kib: 0, out_kib: 0, shared: false, survive: false, start: false };
        match self {
            Preset::Thumbnails => Job { items: 24, cpu_us: 6_000, in_kib: 512, out_kib: 16, ..none },
            Preset::Crawler => Job { items: 16, cpu_us: 1_000, wait_ms: 30, in_kib: 1, out_kib: 32, ..none },
            Preset::Logs => Job { items: 32, cpu_us: 200, in_kib: 1_024, out_kib: 4, start: true, ..none },
            Preset::Training => Job { items: 400, cpu_us: 300, in_kib: 8, shared: true, ..none },
            Preset::Chat => Job { items: 64, cpu_us: 300, wait_ms: 5, in_kib: 1, out_kib: 1, survive: true, ..none },
        }
    }
}

/// How items are dealt to processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deal {
    /// Items of a message.
    pub piece: u32,
    /// Messages that a process has at a time.
    pub ahead: u32,
}

impl Job {
    /// What one item is like, on a machine that computes so many steps in a millisecond.
    pub fn load(&self, steps_per_ms: f64, wait: Wait) -> Load {
        let steps = (f64::from(self.cpu_us) / 1e3 * steps_per_ms).min(f64::from(u32::MAX)) as u32;
        Load {
            steps,
            wait_ms: f64::from(self.wait_ms),
            wait,
            in_bytes: self.in_kib << 10,
            out_bytes: self.out_kib << 10,
            shared: self.shared,
        }
    }

    /// How long it takes on one lane if nothing but its own work counts, in milliseconds.
    pub fn bare_ms(&self) -> f64 {
        f64::from(self.items) * (f64::from(self.cpu_us) / 1e3 + f64::from(self.wait_ms))
    }

    /// Bytes that travel for one item when it is done by another process than its data is in, both ways.
    pub fn shipped_bytes(&self) -> u32 {
        let state = if self.shared { STATE_BYTES as u32 } else { 0 };
        (self.in_kib << 10) + (self.out_kib << 10) + state
    }

    /// How its items are dealt on a topology.
    pub fn deal(&self, topology: Topology) -> Deal {
        let threads = topology.threads();
        if topology.processes() == 1 {
            return Deal { piece: self.items, ahead: 1 };
        }
        if self.shared {
            // Who is to see the state as it is can't have the next piece before the last one is answered.
            return Deal { piece: threads, ahead: 1 };
        }
        let by_count = self.items / (topology.lanes() * PIECES_PER_LANE);
        let by_bytes = PIECE_BYTES_MAX / self.shipped_bytes().max(1) / threads;
        Deal { piece: threads * by_count.min(by_bytes).max(1), ahead: AHEAD }
    }

    /// Whether a topology does what the job asks for: a crash takes a whole process, so there must be another one.
    pub fn suits(&self, topology: Topology) -> bool {
        !self.survive || topology.processes() > 1
    }

    /// The topologies that somebody might sensibly choose from: one lane; threads, processes and both, as many lanes as
    /// cores, and as many as are allowed when the job waits; `1x1` first.
    pub fn candidates(&self, cores: u32, lanes: u32, isolated: bool) -> Vec<Topology> {
        let cores = cores.clamp(1, lanes);
        let mut counts = vec![cores];
        if self.wait_ms > 0 && lanes > cores {
            counts.push(lanes);
        }
        let mut shapes = vec![(1, 1)];
        for &count in &counts {
            shapes.extend([(1, count), (count, 1)]);
            // A process for each core and as many threads as there are lanes left; of few lanes, two processes.
            let processes = if count > cores { cores.max(2) } else { 2 };
            if count / processes >= 2 {
                shapes.push((processes, count / processes));
            }
        }
        let mut all: Vec<Topology> = Vec::new();
        for (processes, threads) in shapes {
            if let Ok(topology) = Topology::new(processes, threads)
                && (isolated || !topology.shares_memory())
                && !all.contains(&topology)
            {
                all.push(topology);
            }
        }
        all
    }

    /// The job of this number among the random ones of a seed: of all kinds, from jobs that only compute to such that only
    /// wait, from some hundreds of tiny items to a handful of long ones.
    pub fn random(seed: u32, number: u32) -> Self {
        let mut dice = Dice((u64::from(seed) << 32) + u64::from(number));
        let kind = dice.below(4);
        let cpu_us = if kind == 1 { 0 } else { dice.between(20, 20_000) };
        let wait_ms = if kind == 0 || kind == 3 { 0 } else { dice.between(2, 40) };
        let kib = |dice: &mut Dice| if dice.below(3) == 0 { 0 } else { dice.between(1, 1_024) };
        let (in_kib, out_kib) = (kib(&mut dice), kib(&mut dice));
        let total_ms = f64::from(dice.between(60, 300));
        let each_ms = f64::from(cpu_us) / 1e3 + f64::from(wait_ms);
        let by_data = DATA_BYTES_MAX / (in_kib.max(out_kib) << 10).max(1);
        let items = ((total_ms / each_ms.max(0.02)) as u32).clamp(1, by_data.min(4_000));
        Job {
            items,
            cpu_us,
            wait_ms,
            in_kib,
            out_kib,
            shared: dice.below(4) == 0,
            survive: dice.below(6) == 0,
            start: false,
        }
    }
}

/// Random numbers by SplitMix64: see [`kosut_kernels`].
struct Dice(u64);

impl Dice {
    /// A number below `bound`.
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = (mixed ^ (mixed >> 31)) >> 32;
        ((high * u64::from(bound)) >> 32) as u32
    }

    /// A number from `least` to `most`; each power of two between them is as likely as the others.
    fn between(&mut self, least: u32, most: u32) -> u32 {
        let share = f64::from(self.below(1 << 20)) / f64::from(1 << 20);
        (f64::from(least) * (f64::from(most) / f64::from(least)).powf(share)).round() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(topologies: &[Topology]) -> String {
        topologies.iter().map(Topology::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn candidates_have_as_many_lanes_as_make_sense() {
        let (computes, waits) = (Preset::Thumbnails.job(), Preset::Crawler.job());
        assert_eq!(names(&computes.candidates(2, 16, true)), "1x1 1x2 2x1");
        assert_eq!(names(&computes.candidates(8, 16, true)), "1x1 1x8 8x1 2x4");
        assert_eq!(names(&computes.candidates(1, 16, true)), "1x1");
        assert_eq!(names(&waits.candidates(2, 16, true)), "1x1 1x2 2x1 1x16 16x1 2x8");
        assert_eq!(names(&waits.candidates(1, 4, true)), "1x1 1x4 4x1 2x2");
        assert_eq!(names(&waits.candidates(2, 16, false)), "1x1 2x1 16x1");
        assert_eq!(names(&waits.candidates(64, 16, true)), "1x1 1x16 16x1 2x8");
    }

    #[test]
    fn a_deal_gives_every_item_and_keeps_messages_small() {
        let job = Job { items: 100, in_kib: 2_048, ..Preset::Logs.job() };
        let two: Topology = "2x1".parse().expect("a topology");
        assert_eq!(job.deal(two), Deal { piece: 1, ahead: 2 });
        assert_eq!(Job { in_kib: 1, ..job }.deal(two), Deal { piece: 6, ahead: 2 });
        assert_eq!(Job { shared: true, ..job }.deal("2x4".parse().expect("a topology")), Deal { piece: 4, ahead: 1 });
        assert_eq!(job.deal(Topology::SERIAL).piece, 100);
    }

    #[test]
    fn random_jobs_are_of_all_kinds_and_always_the_same() {
        let jobs: Vec<Job> = (0..200).map(|number| Job::random(7, number)).collect();
        assert_eq!(jobs, (0..200).map(|number| Job::random(7, number)).collect::<Vec<_>>());
        assert_ne!(jobs[0], Job::random(8, 0));
        for wanted in [
            |job: &Job| job.wait_ms == 0,
            |job: &Job| job.cpu_us == 0,
            |job: &Job| job.wait_ms > 0 && job.cpu_us > 0,
            |job: &Job| job.shared,
            |job: &Job| job.survive,
            |job: &Job| job.shipped_bytes() == 0,
            |job: &Job| job.items > 500,
            |job: &Job| job.items < 10,
        ] {
            assert!(jobs.iter().any(wanted));
        }
        for job in jobs {
            assert!(job.items >= 1 && job.bare_ms() <= LONGEST_MS, "{job:?}");
            assert!(job.items * (job.in_kib.max(job.out_kib) << 10) <= DATA_BYTES_MAX, "{job:?}");
        }
    }
}
