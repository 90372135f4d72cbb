//! What there is to see of threads that take turns.

use super::{Seat, Turns};
use crate::{
    code::Op,
    lane::{Frame, Lane},
    machine::Machine,
    text,
    value::Value,
    wait::Wait,
};

/// The longest text that is shown of a value, in characters.
const SHOWN_MAX: usize = 60;
/// The most items of a list or dictionary that are looked at for it.
const ITEMS_MAX: usize = 20;

/// All threads, as they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The number of the thread that holds the global lock.
    pub holder: Option<u32>,
    /// Those that have not ended, in the order in which they were started.
    pub lanes: Vec<LaneView>,
    /// The global variables that the program assigned, without functions and modules: name and value.
    pub globals: Vec<(String, String)>,
}

/// A thread.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneView {
    /// Its number; 0 is the main thread's.
    pub thread: u32,
    /// Its name.
    pub name: String,
    /// What it does.
    pub state: LaneState,
    /// The calls that are under way, the innermost last.
    pub frames: Vec<FrameView>,
}

/// What a thread does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LaneState {
    /// It holds the global lock; or, without one, it can go on.
    Running,
    /// It could go on, if it had the global lock and no other held it: nobody does, or whoever does is where it looks up.
    Ready,
    /// It waits for the global lock: whoever holds it is in the middle of something.
    WaitsForLock,
    /// It waits for a lock of the program.
    Acquires {
        /// The number of the thread that took it.
        holder: Option<u32>,
    },
    /// It waits for the end of a thread.
    Joins {
        /// Its number.
        thread: u32,
    },
    /// It waits for time to pass, until then.
    Sleeps {
        /// In milliseconds on the machine's clock.
        until_ms: f64,
    },
    /// It waits for something else: a result, a task, other processes.
    Waits,
}

/// A call that is under way.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameView {
    /// The function's name.
    pub function: String,
    /// Which function of the program it is.
    pub id: u32,
    /// Which of its instructions is the next; of calls that wait for another, the one behind the call.
    pub next: u32,
    /// That instruction.
    pub op: Option<Op>,
    /// Where the instruction stands in the source: line and column, from 1.
    pub line: u32,
    /// See `line`.
    pub column: u32,
    /// Locals that have a value: name and value.
    pub locals: Vec<(String, String)>,
    /// Its part of the stack, the topmost last.
    pub stack: Vec<String>,
}

impl Turns {
    /// All threads, as they stand. Those that wait for nothing are brought to their first instruction.
    pub fn snapshot(&mut self) -> Snapshot {
        self.seat_and_wake(self.machine.now_ms());
        self.prepare();
        let gil = self.machine.options.gil;
        let holder = self.seats.iter().find(|seat| gil && seat.holds && seat.can_go_on());
        let locked = holder.is_some_and(|seat| !seat.looks_up);
        let view = |seat: &Seat| LaneView {
            thread: seat.lane.thread().number,
            name: seat.lane.thread().name(),
            state: match seat.lane.waiting() {
                Some(wait) => waits(wait),
                None if seat.holds || !gil => LaneState::Running,
                None if locked => LaneState::WaitsForLock,
                None => LaneState::Ready,
            },
            frames: frames(&self.machine, &seat.lane),
        };
        Snapshot {
            holder: holder.map(|seat| seat.lane.thread().number),
            lanes: self.seats.iter().map(view).collect(),
            globals: globals(&self.machine),
        }
    }
}

fn waits(wait: &Wait) -> LaneState {
    match wait {
        Wait::Acquire { lock, .. } => LaneState::Acquires { holder: lock.holder() },
        Wait::Join { thread, .. } => LaneState::Joins { thread: thread.number },
        Wait::Sleep { until_ms } => LaneState::Sleeps { until_ms: *until_ms },
        _ => LaneState::Waits,
    }
}

fn frames(machine: &Machine, lane: &Lane) -> Vec<FrameView> {
    let tops = lane.frames.iter().skip(1).map(|above| above.base as usize - 1).chain([lane.stack.len()]);
    lane.frames.iter().zip(tops).map(|(frame, top)| frame_view(machine, lane, frame, top)).collect()
}

fn frame_view(machine: &Machine, lane: &Lane, frame: &Frame, top: usize) -> FrameView {
    let code = &machine.program.functions[frame.function as usize];
    let base = frame.base as usize;
    let floor = (base + code.locals.len()).min(lane.stack.len());
    let locals = code.locals.iter().zip(&lane.stack[base.min(floor)..floor]);
    let position = code.positions.get(frame.next as usize).copied().unwrap_or_default();
    FrameView {
        function: code.name.clone(),
        id: frame.function,
        next: frame.next,
        op: code.ops.get(frame.next as usize).copied(),
        line: position.line,
        column: position.column,
        locals: locals.filter_map(|(name, value)| Some((name.clone(), shown(value)?))).collect(),
        stack: lane.stack[floor..top.max(floor)].iter().map(|value| shown(value).unwrap_or_default()).collect(),
    }
}

fn globals(machine: &Machine) -> Vec<(String, String)> {
    let names = machine.program.globals.iter().zip(&machine.globals);
    let assigned = names.filter(|(name, _)| !name.starts_with("__"));
    assigned
        .filter_map(|(name, slot)| {
            let value = slot.assigned();
            let of_interest =
                !matches!(value, Value::Function(_) | Value::Module(_) | Value::Builtin(_) | Value::Type(_));
            of_interest.then(|| shown(&value)).flatten().map(|text| (name.clone(), text))
        })
        .collect()
}

/// A value as a short text; nothing for none.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Undefined => return None,
        Value::Unbound(name) => name.name().to_string(),
        Value::Builtin(builtin) => builtin.name().to_string(),
        Value::List(list) if list.len() > ITEMS_MAX => format!("[… {}]", list.len()),
        Value::Tuple(tuple) if tuple.items().len() > ITEMS_MAX => format!("(… {})", tuple.items().len()),
        Value::Dict(dict) if dict.len() > ITEMS_MAX => format!("{{… {}}}", dict.len()),
        Value::Str(text) if text.len() > 10 * SHOWN_MAX => {
            text::repr(&Value::from(text.slice(0, SHOWN_MAX))).unwrap_or_default()
        }
        // As large as it likes: what it would cost to write it out is more than a glance is worth.
        Value::Big(_) => "int, > 64 bit".to_string(),
        value => text::repr(value).unwrap_or_else(|_| "…".to_string()),
    };
    if text.chars().count() <= SHOWN_MAX {
        return Some(text);
    }
    Some(text.chars().take(SHOWN_MAX - 1).chain(['…']).collect())
}
