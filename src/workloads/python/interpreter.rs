//! The interpreter, on the lanes of this process.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use kosut_python::{
    outside::{Message, State},
    process::{Ground, Process, Work},
    threads::{self, Notes},
};

use super::{Outcome, Task};
use kosut_core::{clock, error::Result, trace::{Activity, LaneMark, Phase}};
use crate::{Diary, Place};

/// The interpreter of this process; and the one flow of control's notes, where there is one.
static PROCESS: Mutex<(Process, Option<Record>)> = Mutex::new((Process::new(), None));

/// How long lanes may take to stop when a program is over, in milliseconds: one that is in the middle of a large operation
/// looks up when that is done. Then its notes are missing in the record.
const LAST_LOOK_MS: f64 = 500.0;

/// Does what the process is told.
///
/// # Errors
/// None: a program that fails says so in what it wants.
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let mut held = PROCESS.lock().unwrap_or_else(PoisonError::into_inner);
    let (process, record) = &mut *held;
    if matches!(task, Message::Begin { .. }) {
        *record = None;
    }
    let record = record.get_or_insert_with(|| Record::new(place.lanes.count()));
    let ground = Here { place, record };
    if place.lanes.count() > 1 {
        let wants = process.handle(task.clone(), &ground);
        let marks = if matches!(wants.state, State::Done { .. }) { record.take_all() } else { Vec::new() };
        return Ok((wants, marks));
    }
    let mut diary = place.diary(0);
    let wants = match task {
        Message::Go { .. } => diary.span(Activity::Run, 0, || process.handle(task.clone(), &ground)),
        _ => process.handle(task.clone(), &ground),
    };
    Ok((wants, diary.into_marks()))
}

/// What the interpreter runs on: this process's lanes.
struct Here<'a> {
    place: &'a Place<'a>,
    record: &'a Record,
}

impl Ground for Here<'_> {
    fn lanes(&self) -> u32 {
        self.place.lanes.count()
    }

    fn spread(&self, work: Work) {
        let (record, board, epoch_ms) = (self.record.clone(), self.place.board, self.place.epoch_ms);
        self.place.lanes.spread(move |lane| {
            let mut pen = Pen(Diary { lane, board, epoch_ms, marks: Vec::new() });
            work(lane, &mut pen);
            record.put(pen.0.into_marks());
        });
    }

    fn now_ms(&self) -> fn() -> f64 {
        clock::now_ms
    }
}

/// Notes what a lane does into its diary.
struct Pen(Diary);

impl Notes for Pen {
    fn begin(&mut self, activity: threads::Activity) {
        let lane = self.0.lane;
        self.0.mark(Phase::Begin, seen(activity), lane);
    }

    fn end(&mut self, activity: threads::Activity) {
        let lane = self.0.lane;
        self.0.mark(Phase::End, seen(activity), lane);
    }
}

fn seen(activity: threads::Activity) -> Activity {
    match activity {
        threads::Activity::Run => Activity::Run,
        threads::Activity::WaitForLock => Activity::Lock,
        threads::Activity::Blocked => Activity::Wait,
    }
}

/// What the lanes of one program noted, once they are out of it.
#[derive(Debug, Clone)]
struct Record(Arc<(Mutex<Noted>, Condvar)>);

#[derive(Debug)]
struct Noted {
    marks: Vec<LaneMark>,
    /// Lanes that are still in the program.
    missing: u32,
}

impl Record {
    fn new(lanes: u32) -> Self {
        Record(Arc::new((Mutex::new(Noted { marks: Vec::new(), missing: lanes }), Condvar::new())))
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, marks: Vec<LaneMark>) {
        let mut noted = self.noted();
        noted.marks.extend(marks);
        noted.missing -= 1;
        self.0.1.notify_all();
    }

    /// All that was noted, when all lanes are out of the program, or when that takes too long.
    fn take_all(&self) -> Vec<LaneMark> {
        let until_ms = clock::now_ms() + LAST_LOOK_MS;
        let mut noted = self.noted();
        // Not `wait_timeout_while`: the clock that it asks does not exist in WebAssembly.
        while noted.missing > 0 && clock::now_ms() < until_ms {
            let left = std::time::Duration::from_secs_f64((until_ms - clock::now_ms()).max(0.0) / 1e3);
            noted = self.0.1.wait_timeout(noted, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        std::mem::take(&mut noted.marks)
    }
}
