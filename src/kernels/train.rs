//! Training a network on handwritten digits, data-parallel: threads share the gradients, processes send them.
//!
//! A round is a *batch* of samples: every unit takes its share of them and adds up how the loss changes with each weight;
//! then the owner adds up what the units found and changes the weights. After each *epoch*, when all samples to learn from
//! have had their turn, a round asks the network about samples that it does not learn from.
//!
//! Between two rounds all weights go to every helper, and a gradient as large as they are comes back from every unit. They
//! are not made smaller: that they cross at all is what processes pay for here. The samples cross once, with the first
//! round.
//!
//! Cost for each sample and epoch: about 6,000 products; for each batch 38 KB to every helper and from every unit.
//!
//! Sources: D. Rumelhart, G. Hinton, R. Williams, *Learning representations by back-propagating errors*, Nature 323, 1986;
//! the momentum as in B. Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR Computational
//! Mathematics and Mathematical Physics 4, 1964. The loss is told in [`network`]; the data set in `datasets`.

use std::ops::Range;

use serde_bytes::ByteBuf;

use super::{Answer, Digest, Entry, Kernel, Next, Picture, Role, Shown, Source, Spec, Tally};
use kosut_core::error::{Error, Result};

mod drawing;
mod network;
mod samples;

pub use drawing::{DRAWING_EDGE, recognise};

use network::WEIGHTS;
use samples::Samples;

pub(super) const ENTRY: Entry = Entry {
    id: "train",
    size_unit: "epochs",
    source: Source::Dataset("digits"),
    size_min: 1,
    size_max: 500,
    size_default: 150,
    build: |spec, role| Box::new(Train::new(spec, role)),
    tally: Some(|spec| Box::new(Curve::new(spec))),
};

/// Samples of a batch. More of them are more work for each gradient that is sent; far more would be too few steps.
const BATCH: usize = 256;

/// Units of every round: the answer depends on how sums are cut, so they are as many for every topology.
const UNITS: usize = 8;

/// How far a step goes against the gradient of the batch's mean loss. Found by trial, like the momentum.
const RATE: f64 = 0.125;

/// How much of the step before is in the next one.
const MOMENTUM: f64 = 0.875;

/// A network that learns for some epochs.
struct Train {
    plan: Plan,
    seed: u32,
    /// The data set as it is sent to helpers; empty in a helper.
    data: Vec<u8>,
    data_bytes: usize,
    samples: Samples,
    weights: Vec<f64>,
    steps: Vec<f64>,
    /// Rounds that are over.
    round: u32,
    /// The samples to learn from in the order of this epoch.
    order: Vec<u32>,
    /// How many samples of the test were right after each epoch.
    right: Vec<u32>,
}

/// Which round is what.
#[derive(Clone, Copy)]
struct Plan {
    epochs: u32,
    /// Samples to learn from, and all of them.
    learn: usize,
    samples: usize,
}

/// What the units of a round do.
enum Task {
    /// Learn from these samples of the epoch's order.
    Learn(Range<usize>),
    /// Recognise these samples.
    Test(Range<usize>),
}

impl Plan {
    fn new(spec: &Spec) -> Self {
        let samples = spec.data.as_ref().map_or(0, |data| data.height as usize);
        Plan { epochs: spec.size, learn: samples::to_learn(samples), samples }
    }

    /// Samples of the test.
    fn test(self) -> usize {
        self.samples - self.learn
    }

    /// Batches, and the test.
    fn rounds_per_epoch(self) -> u32 {
        self.learn.div_ceil(BATCH) as u32 + 1
    }

    fn rounds(self) -> u32 {
        self.epochs.saturating_mul(self.rounds_per_epoch())
    }

    fn epoch(self, round: u32) -> u32 {
        round / self.rounds_per_epoch()
    }

    fn task(self, round: u32) -> Task {
        let first = (round % self.rounds_per_epoch()) as usize * BATCH;
        if first < self.learn {
            Task::Learn(first..self.learn.min(first + BATCH))
        } else {
            Task::Test(self.learn..self.samples)
        }
    }
}

/// A unit's share of a round's samples.
fn share(of: &Range<usize>, unit: usize) -> Range<usize> {
    of.start + of.len() * unit / UNITS..of.start + of.len() * (unit + 1) / UNITS
}

/// What a unit found.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    /// Samples that were recognised.
    right: u32,
    /// The sum of the samples' gradients; empty in a test.
    gradient: Vec<f64>,
}

impl Train {
    fn new(spec: &Spec, role: Role) -> Self {
        let plan = Plan::new(spec);
        let data = match (&spec.data, role) {
            (Some(data), Role::Owner) => data.bytes.clone(),
            _ => Vec::new(),
        };
        Train {
            plan,
            seed: spec.seed,
            data_bytes: spec.data.as_ref().map_or(0, |data| data.width as usize * data.height as usize),
            samples: Samples::new(&data),
            data,
            weights: network::untrained(spec.seed),
            steps: vec![0.0; WEIGHTS],
            round: 0,
            order: samples::order(plan.learn, spec.seed, 0),
            right: Vec::new(),
        }
    }

    /// Goes to a round, maybe of another epoch.
    fn turn_to(&mut self, round: u32) {
        if self.plan.epoch(round) != self.plan.epoch(self.round) {
            self.order = samples::order(self.plan.learn, self.seed, self.plan.epoch(round));
        }
        self.round = round;
    }

    /// How many of these samples the network recognises.
    fn test(&self, range: Range<usize>) -> u32 {
        let is_right = |sample: &network::Sample| {
            network::best(&network::scores(&self.weights, sample.pixels)) == usize::from(sample.digit)
        };
        range.filter_map(|index| self.samples.get(index)).filter(is_right).count() as u32
    }

    fn malformed(&self, reason: &str) -> Error {
        Error::Protocol { reason: format!("train, round {}: {reason}", self.round) }
    }
}

impl Kernel for Train {
    type Part = Part;

    fn units(&self) -> usize {
        if self.round < self.plan.rounds() { UNITS } else { 0 }
    }

    fn run(&self, unit: usize) -> Part {
        assert!(unit < Kernel::units(self), "unit {unit} of {}", Kernel::units(self));
        match self.plan.task(self.round) {
            Task::Test(range) => Part { right: self.test(share(&range, unit)), gradient: Vec::new() },
            Task::Learn(range) => {
                let mut gradient = vec![0.0; WEIGHTS];
                let samples = self.order[share(&range, unit)].iter();
                let samples: Vec<_> = samples.filter_map(|&index| self.samples.get(index as usize)).collect();
                let right = network::learn(&self.weights, &samples, &mut gradient);
                Part { right: right as u32, gradient }
            }
        }
    }

    /// The gradients are added up in the order of the units.
    fn advance(&mut self, parts: Vec<Part>) -> Next {
        if parts.is_empty() {
            return Next::Done;
        }
        match self.plan.task(self.round) {
            Task::Test(_) => self.right.push(parts.iter().map(|part| part.right).sum()),
            Task::Learn(range) => {
                let [mut sum, others @ ..]: [Vec<f64>; UNITS] =
                    parts.into_iter().map(|part| part.gradient).collect::<Vec<_>>().try_into().expect("all units");
                for other in others {
                    sum.iter_mut().zip(&other).for_each(|(sum, gradient)| *sum += gradient);
                }
                let rate = RATE / range.len() as f64;
                for ((weight, step), gradient) in self.weights.iter_mut().zip(&mut self.steps).zip(&sum) {
                    *step = MOMENTUM * *step - rate * gradient;
                    *weight += *step;
                }
            }
        }
        self.turn_to(self.round + 1);
        if self.round < self.plan.rounds() { Next::Round } else { Next::Done }
    }

    /// The value is how many samples of the test are right in the end; the digest runs over the bits of all weights.
    fn answer(&self) -> Answer {
        let mut digest = Digest::new();
        self.weights.iter().for_each(|weight| digest.word(weight.to_bits()));
        let untrained = || self.test(self.plan.learn..self.plan.samples);
        let right = self.right.last().copied().unwrap_or_else(untrained);
        let network = ByteBuf::from(bytemuck::cast_slice(&self.weights).to_vec());
        let shown = Shown::Learning { right: self.right.clone(), of: self.plan.test() as u32, network };
        Answer { shown: Some(shown), ..Answer::number(right.into(), digest) }
    }

    fn picture(&self) -> Picture {
        Picture::Strip { units: Kernel::units(self) as u32, note: NOTE_BYTES as u32 }
    }

    /// How many of the samples were right; the note tells it of tests only.
    fn preview(&self, unit: usize, part: &Part) -> Vec<u8> {
        let (range, is_test) = match self.plan.task(self.round) {
            Task::Learn(range) => (range, false),
            Task::Test(range) => (range, true),
        };
        let of = share(&range, unit).len() as u32;
        let mut preview = vec![(part.right * 255 / of.max(1)) as u8];
        let noted = if is_test { [part.right, of] } else { [0; 2] };
        preview.extend(noted.into_iter().flat_map(u32::to_le_bytes));
        preview
    }

    /// The number of the round, in the first one the data set, and the weights.
    fn broadcast(&self) -> Vec<u8> {
        let data: &[u8] = if self.round == 0 { &self.data } else { &[] };
        [&self.round.to_le_bytes(), data, bytemuck::cast_slice(&self.weights)].concat()
    }

    fn receive(&mut self, bytes: &[u8]) -> Result<()> {
        let Some((round, bytes)) = bytes.split_first_chunk::<4>() else {
            return Err(self.malformed("no number of a round"));
        };
        let round = u32::from_le_bytes(*round);
        let data_bytes = if round == 0 { self.data_bytes } else { 0 };
        // Without any epoch there is no round, but an owner may say so.
        if round >= self.plan.rounds().max(1) || bytes.len() != data_bytes + 8 * WEIGHTS {
            return Err(self.malformed(&format!("{} bytes for round {round}", bytes.len())));
        }
        let (data, weights) = bytes.split_at(data_bytes);
        if round == 0 {
            self.samples = Samples::new(data);
        } else if self.samples.is_empty() {
            return Err(self.malformed("weights came, but never a data set"));
        }
        self.weights = bytemuck::pod_collect_to_vec(weights);
        self.turn_to(round);
        Ok(())
    }

    fn encode(&self, part: &Part) -> Vec<u8> {
        [&part.right.to_le_bytes(), bytemuck::cast_slice(&part.gradient)].concat()
    }

    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<Part> {
        if unit >= Kernel::units(self) {
            return Err(self.malformed(&format!("no unit {unit}")));
        }
        let (range, weights) = match self.plan.task(self.round) {
            Task::Learn(range) => (range, WEIGHTS),
            Task::Test(range) => (range, 0),
        };
        match bytes.split_first_chunk::<4>() {
            Some((right, gradient)) if gradient.len() == 8 * weights => {
                let right = u32::from_le_bytes(*right);
                if right as usize > share(&range, unit).len() {
                    return Err(self.malformed(&format!("unit {unit} has {right} samples right, which is too many")));
                }
                Ok(Part { right, gradient: bytemuck::pod_collect_to_vec(gradient) })
            }
            _ => Err(self.malformed(&format!("{} bytes from unit {unit}", bytes.len()))),
        }
    }
}

/// Bytes of a note: samples that are right, and of how many.
const NOTE_BYTES: usize = 8;

/// How many samples of the test were right after each epoch that is over.
struct Curve {
    plan: Plan,
    /// Right, and tested, by epoch.
    epochs: Vec<(u32, u32)>,
}

impl Curve {
    fn new(spec: &Spec) -> Self {
        Curve { plan: Plan::new(spec), epochs: Vec::new() }
    }
}

impl Tally for Curve {
    fn add(&mut self, round: u32, _unit: u32, note: &[u8]) {
        let (epoch, numbers) = (self.plan.epoch(round) as usize, note.as_chunks::<4>().0);
        if let ([right, of], true) = (numbers, round < self.plan.rounds()) {
            self.epochs.resize(self.epochs.len().max(epoch + 1), (0, 0));
            let (right_so_far, tested) = &mut self.epochs[epoch];
            *right_so_far += u32::from_le_bytes(*right);
            *tested += u32::from_le_bytes(*of);
        }
    }

    fn shown(&self) -> Option<Shown> {
        let of = self.plan.test() as u32;
        let right: Vec<u32> =
            self.epochs.iter().take_while(|(_, tested)| *tested == of).map(|(right, _)| *right).collect();
        (!right.is_empty()).then(|| Shown::Learning { right, of, network: ByteBuf::new() })
    }
}

#[cfg(test)]
mod tests;
