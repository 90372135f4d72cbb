//! What the page is told while a run goes on.

use serde::{Deserialize, Serialize};

use super::trial::Plan;
use crate::{Event, Observer, Painted};
use kosut_cluster::supervisor::{Supervisor, UnitStage};
use kosut_core::{
    topology::Topology,
    trace::{LaneMark, Mark, Phase, Timeline},
};
use kosut_kernels::Picture;
use kosut_workloads::tiles::{Fault, Mosaic, TILES};

/// How often a page draws.
const FRAME_MS: f64 = 16.0;

/// There is nothing to paint but the lanes.
pub const PICTURE: Picture = Picture::Strip { units: 0, note: 0 };

/// What happened to a tile once, before it was computed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum CrashFate {
    /// It was finished, and gone with its process before it was delivered.
    Lost,
    /// It was under way when its process ended.
    CutOff,
    /// It was delivered, and was wrong.
    Wrong,
}

/// A tile, at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct CrashTile {
    /// How far it is.
    pub stage: UnitStage,
    /// What happened to it before, if anything.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "CrashFate | null"))]
    pub fate: Option<CrashFate>,
}

/// A run, at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CrashLive {
    /// The topology, `PxT`.
    pub topology: String,
    /// The fault that is injected; `None` for a run without.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Fault | null"))]
    pub fault: Option<Fault>,
    /// Number of the fault, from 1.
    pub number: u32,
    /// How many faults there will be.
    pub of: u32,
    /// All tiles, row by row.
    pub tiles: Vec<CrashTile>,
    /// Tiles of lanes that had done nothing wrong, that must be computed again.
    pub others: u32,
    /// From the fault until it was noticed.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub noticed_ms: Option<f64>,
    /// From the fault until everything was there again.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub recovered_ms: Option<f64>,
    /// Tiles that were delivered since the last event, as they are, right or wrong.
    pub painted: Vec<Painted>,
    /// Whether the run is over.
    pub over: bool,
}

/// Tells a run to the observer.
pub struct Teller<'a, O> {
    topology: Topology,
    mosaic: Mosaic,
    timeline: Timeline,
    live: CrashLive,
    spans: Vec<kosut_core::trace::Span>,
    told_at_ms: f64,
    observer: &'a mut O,
}

impl<'a, O: Observer> Teller<'a, O> {
    /// Begins to tell a run of this plan.
    pub fn new(topology: Topology, mosaic: Mosaic, plan: &Plan<'_>, observer: &'a mut O) -> Self {
        let (processes, threads) = (topology.processes(), topology.threads());
        let name = topology.to_string();
        observer.event(Event::Cluster {
            topology: name.clone(),
            processes,
            threads,
            picture: PICTURE,
            units: 0,
            live: true,
        });
        let live = CrashLive {
            topology: name,
            fault: plan.strike.map(|strike| strike.fault),
            number: plan.number,
            of: plan.params.rounds,
            tiles: vec![CrashTile { stage: UnitStage::Waiting, fate: None }; TILES as usize],
            others: 0,
            noticed_ms: None,
            recovered_ms: None,
            painted: Vec::new(),
            over: false,
        };
        Teller { topology, mosaic, timeline: Timeline::default(), live, spans: Vec::new(), told_at_ms: 0.0, observer }
    }

    /// Lanes noted this.
    pub fn marks(&mut self, process: u32, marks: impl IntoIterator<Item = LaneMark>) {
        let spans = marks.into_iter().filter_map(|LaneMark { lane, mark }| self.timeline.mark(process, lane, mark));
        self.spans.extend(spans);
    }

    /// A process has ended, and what its lanes did with it.
    pub fn ended(&mut self, process: u32, now_ms: f64) {
        let lasting: Vec<_> = self.timeline.lasting().iter().filter(|span| span.process == process).copied().collect();
        let at_us = (now_ms.max(0.0) * 1e3) as u32;
        self.marks(
            process,
            lasting.into_iter().map(|span| LaneMark {
                lane: span.lane,
                mark: Mark { phase: Phase::End, activity: span.activity, unit: span.unit, round: 0, at_us },
            }),
        );
    }

    /// A tile was delivered.
    pub fn delivered(&mut self, process: u32, lane: u32, tile: u32, bytes: &[u8]) {
        let preview = self.mosaic.preview(tile, bytes);
        let round = self.live.number;
        self.live.painted.push(Painted { unit: tile, round, process, lane, preview });
    }

    /// This happened to a tile, which belonged to a lane that had done something wrong, or to another one.
    pub fn fate(&mut self, tile: u32, fate: CrashFate, of_another: bool) {
        self.live.tiles[tile as usize].fate = Some(fate);
        self.live.others += u32::from(of_another);
    }

    /// What is known of the fault's times.
    pub fn times(&mut self, noticed_ms: Option<f64>, recovered_ms: Option<f64>) {
        (self.live.noticed_ms, self.live.recovered_ms) = (noticed_ms, recovered_ms);
    }

    /// Tells how the run stands, if it is time to, or if it is over.
    pub fn tell(&mut self, supervisor: &Supervisor, now_ms: f64, over: bool) {
        if !over && now_ms - self.told_at_ms < FRAME_MS {
            return;
        }
        self.told_at_ms = now_ms;
        for (tile, number) in self.live.tiles.iter_mut().zip(0..) {
            tile.stage = supervisor.stage(number).0;
        }
        self.live.over = over;
        let live = CrashLive { painted: std::mem::take(&mut self.live.painted), ..self.live.clone() };
        self.observer.event(Event::Crash { live });
        let mut spans = std::mem::take(&mut self.spans);
        spans.extend_from_slice(self.timeline.lasting());
        if !spans.is_empty() && self.topology.lanes() > 0 {
            self.observer.event(Event::Lanes { spans, now_ms });
        }
    }
}
