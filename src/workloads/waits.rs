//! Jobs that wait for the outside, and a line that one lane waits for while the others compute.
//!
//! How a lane waits is the affair of its process: see [`crate::lanes::blocking`].

use std::{
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use serde::{Deserialize, Serialize};

use super::{Diary, Place, residence::memory_bytes};
use kosut_core::{clock, error::{Error, Result}, trace::{Activity, LaneMark, Phase}};
use crate::lanes::blocking::{FILE_BYTES_MAX, Offers, Wait};

/// The most jobs of one [`Task`].
pub const JOBS_MAX: u32 = 64;

/// Numbers of a block in which primes are counted: about a millisecond on one lane, so that the others stop soon after
/// the line has come.
const BLOCK: u32 = 5_000;

/// The first of the board's cells in which lanes show how many blocks they have done, one cell each.
pub const FIRST_CELL: usize = 0;

/// What a job waits for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// This long, in milliseconds.
    Delay(Wait, f64),
    /// A file of this many bytes to be stored, and to be read back.
    File(u32),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Tell what all lanes can wait for.
    Offers,
    /// Each of these jobs waits once; whichever lane is free takes the next.
    Jobs(Range<u32>, What),
    /// The first lane waits for the reader's line, at most this many milliseconds; the others compute until it is done.
    Line(f64),
    /// Compute for about this many milliseconds: what a process does beside one that waits for a line.
    Compute(f64),
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// After [`Task::Offers`], what all lanes have.
    pub offers: Offers,
    /// Jobs that are done, each as the bit of its number.
    pub jobs: u64,
    /// What the reader typed.
    pub line: Option<String>,
    /// Blocks that each lane has computed.
    pub blocks: Vec<u32>,
    /// Bytes of memory that the process takes.
    pub memory_bytes: u64,
}

/// See the module's documentation.
///
/// # Errors
/// [`Error::Protocol`] for jobs that are too many; [`Error::Disagree`] when a file was not what was stored; those of
/// [`crate::lanes::blocking::Blocking`].
pub fn perform(task: &Task, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    match task {
        Task::Offers => {
            let offers = place.lanes.each(|_| place.outside.offers());
            let offers = offers.into_iter().reduce(Offers::both).unwrap_or_default();
            Ok((Outcome { offers, ..Outcome::default() }, Vec::new()))
        }
        Task::Jobs(jobs, what) => wait_all(jobs.clone(), *what, place),
        Task::Line(limit_ms) => line(*limit_ms, place),
        Task::Compute(for_ms) => {
            let until_ms = clock::now_ms() + for_ms;
            let mut diary = place.diary(0);
            let blocks = diary.span(Activity::Run, 0, || compute(|_| clock::now_ms() < until_ms));
            Ok((Outcome { blocks: vec![blocks], ..Outcome::default() }, diary.into_marks()))
        }
    }
}

/// The jobs of a range, as the bits of [`Outcome::jobs`].
///
/// # Errors
/// [`Error::Protocol`] for more than [`JOBS_MAX`], or for numbers from there on.
pub fn bits(jobs: Range<u32>) -> Result<u64> {
    if jobs.end > JOBS_MAX {
        return Err(Error::Protocol { reason: format!("jobs {jobs:?}, where {JOBS_MAX} are the most") });
    }
    Ok(jobs.fold(0, |bits, job| bits | 1 << job))
}

/// The jobs of one lane that waits for all of them at once: `wait` is over when the last one is.
///
/// # Errors
/// [`Error::Protocol`] for more than [`JOBS_MAX`], and those of `wait`.
pub fn at_once(jobs: u32, epoch_ms: f64, wait: impl FnOnce() -> Result<()>) -> Result<(Outcome, Vec<LaneMark>)> {
    let jobs = bits(0..jobs)?;
    let mut diary = Diary { lane: 0, board: None, epoch_ms, marks: Vec::new() };
    diary.span(Activity::Wait, 0, wait)?;
    Ok((Outcome { jobs, memory_bytes: memory_bytes()?, ..Outcome::default() }, diary.into_marks()))
}

/// As [`at_once`], where waiting is a future.
///
/// # Errors
/// As of [`at_once`].
pub async fn at_once_later(
    jobs: u32,
    epoch_ms: f64,
    wait: impl Future<Output = Result<()>>,
) -> Result<(Outcome, Vec<LaneMark>)> {
    let jobs = bits(0..jobs)?;
    let mut diary = Diary { lane: 0, board: None, epoch_ms, marks: Vec::new() };
    diary.mark(Phase::Begin, Activity::Wait, 0);
    wait.await?;
    diary.mark(Phase::End, Activity::Wait, 0);
    Ok((Outcome { jobs, memory_bytes: memory_bytes()?, ..Outcome::default() }, diary.into_marks()))
}

fn wait_all(jobs: Range<u32>, what: What, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    bits(jobs.clone())?;
    let next = AtomicU32::new(jobs.start);
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let lane = |lane| {
        let (mut diary, mut done) = (place.diary(lane), 0);
        loop {
            // Relaxed: the counter only hands out numbers; what lanes bring back is published by the end of `each`.
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= jobs.end {
                break;
            }
            if let Err(error) = diary.span(Activity::Wait, job, || wait_once(job, lane, what, place)) {
                failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                break;
            }
            done |= 1u64 << job;
        }
        (done, diary.into_marks())
    };
    let (done, marks): (Vec<u64>, Vec<_>) = place.lanes.each(lane).into_iter().unzip();
    if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let jobs = done.into_iter().fold(0, |all, own| all | own);
    let outcome = Outcome { jobs, memory_bytes: memory_bytes()?, ..Outcome::default() };
    Ok((outcome, marks.into_iter().flatten().collect()))
}

fn wait_once(job: u32, lane: u32, what: What, place: &Place<'_>) -> Result<()> {
    match what {
        What::Delay(wait, delay_ms) => wait.wait(place.outside, delay_ms),
        What::File(bytes) => {
            let bytes = contents(job, (bytes as usize).min(FILE_BYTES_MAX));
            let back = place.outside.file(lane, &bytes)?;
            if back == bytes {
                return Ok(());
            }
            let (expected, answer) = (format!("{} bytes", bytes.len()), format!("other {} bytes", back.len()));
            Err(Error::Disagree { topology: format!("the file of lane {lane}"), answer, expected })
        }
    }
}

/// What the file of a job holds: another one for each job, so that one that was left over can't pass for it.
fn contents(job: u32, bytes: usize) -> Vec<u8> {
    (0..bytes)
        .map(|index| (index as u32).wrapping_mul(0x9e37_79b9).wrapping_add(job).to_le_bytes()[3] ^ job as u8)
        .collect()
}

fn line(limit_ms: f64, place: &Place<'_>) -> Result<(Outcome, Vec<LaneMark>)> {
    let over = AtomicBool::new(false);
    let lanes = place.lanes.each(|lane| {
        let mut diary = place.diary(lane);
        if lane == 0 {
            let line = diary.span(Activity::Wait, 0, || place.outside.line(limit_ms));
            // Relaxed, here and below: it says only that they may stop.
            over.store(true, Ordering::Relaxed);
            return (line, 0, diary.into_marks());
        }
        let cell = place.board.map(|board| &board.cells()[FIRST_CELL + lane as usize]);
        let blocks = diary.span(Activity::Run, lane, || {
            compute(|blocks| {
                if let Some(cell) = cell {
                    cell.store(blocks, Ordering::Relaxed);
                }
                !over.load(Ordering::Relaxed)
            })
        });
        (Ok(None), blocks, diary.into_marks())
    });
    let mut outcome = Outcome { memory_bytes: memory_bytes()?, ..Outcome::default() };
    let mut all = Vec::new();
    for (line, blocks, marks) in lanes {
        outcome.line = outcome.line.or(line?);
        outcome.blocks.push(blocks);
        all.extend(marks);
    }
    Ok((outcome, all))
}

/// Counts primes, block after block, as long as it may go on; `go_on` is told how many blocks are done. Gives back their
/// number.
fn compute(mut go_on: impl FnMut(u32) -> bool) -> u32 {
    let mut blocks = 0;
    while go_on(blocks) {
        let first = 3 + blocks % 64 * BLOCK;
        std::hint::black_box((first..first + BLOCK).filter(|&number| is_prime(number)).count());
        blocks = blocks.wrapping_add(1);
    }
    blocks
}

fn is_prime(number: u32) -> bool {
    number > 1 && (2..).take_while(|divisor| divisor * divisor <= number).all(|divisor| !number.is_multiple_of(divisor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{
        Lanes,
        blocking::{Blocking, Nothing},
        board::Board,
    };

    /// Counts requests.
    #[derive(Debug, Default)]
    struct Counting {
        requests: AtomicU32,
        broken_file: bool,
        /// A line comes when the second lane shows here that it has computed something.
        board: Option<&'static Board>,
    }

    impl Blocking for Counting {
        fn offers(&self) -> Offers {
            Offers { request: true, pause: false, file: true }
        }

        fn request(&self, _delay_ms: f64) -> Result<()> {
            self.requests.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }

        fn pause(&self, delay_ms: f64) -> Result<()> {
            Nothing.pause(delay_ms)
        }

        fn file(&self, _lane: u32, bytes: &[u8]) -> Result<Vec<u8>> {
            Ok(if self.broken_file { vec![7; bytes.len()] } else { bytes.to_vec() })
        }

        fn line(&self, _limit_ms: f64) -> Result<Option<String>> {
            while self.board.is_some_and(|board| board.cells()[FIRST_CELL + 1].load(Ordering::SeqCst) == 0) {
                std::thread::yield_now();
            }
            Ok(Some("selam".into()))
        }
    }

    fn outside(broken_file: bool) -> &'static Counting {
        Box::leak(Box::new(Counting { broken_file, ..Counting::default() }))
    }

    fn pool(threads: usize) -> Lanes {
        Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
    }

    #[test]
    fn every_job_waits_once_on_however_many_lanes() {
        for lanes in [Lanes::One, pool(2), pool(7)] {
            let outside = outside(false);
            let place = Place { lanes: &lanes, board: None, epoch_ms: 0.0, outside };
            let (outcome, marks) = perform(&Task::Jobs(0..64, What::Delay(Wait::Request, 0.0)), &place).expect("done");
            assert_eq!((outcome.jobs, outside.requests.load(Ordering::SeqCst)), (u64::MAX, 64));
            assert_eq!(marks.len(), 128);
            let (outcome, _) = perform(&Task::Jobs(3..5, What::File(1000)), &place).expect("done");
            assert_eq!(outcome.jobs, 0b11000);
            assert_eq!(perform(&Task::Offers, &place).expect("told").0.offers, outside.offers());
        }
    }

    #[test]
    fn what_cannot_be_waited_for_and_wrong_files_are_errors() {
        let code = |outside: &'static dyn Blocking, task| {
            let place = Place { lanes: &pool(2), board: None, epoch_ms: 0.0, outside };
            perform(&task, &place).expect_err("an error").code()
        };
        assert_eq!(code(&Nothing, Task::Jobs(0..2, What::Delay(Wait::Request, 1.0))), "unavailable");
        assert_eq!(code(&Nothing, Task::Line(1.0)), "unavailable");
        assert_eq!(code(outside(true), Task::Jobs(0..2, What::File(8))), "disagree");
        assert_eq!(code(outside(false), Task::Jobs(0..65, What::File(8))), "protocol");
    }

    #[test]
    fn others_compute_while_one_waits_for_a_line() {
        let board: Option<&'static Board> = Some(Box::leak(Box::new(Board::new(2))));
        let outside = Box::leak(Box::new(Counting { board, ..Counting::default() }));
        let place = Place { lanes: &pool(2), board, epoch_ms: 0.0, outside };
        let (outcome, _) = perform(&Task::Line(200.0), &place).expect("a line");
        assert_eq!(outcome.line.as_deref(), Some("selam"));
        assert_eq!(outcome.blocks[0], 0);
        assert!(outcome.blocks[1] > 0, "{outcome:?}");
        let alone = Place { lanes: &Lanes::One, board: None, ..place };
        let (alone, _) = perform(&Task::Line(1.0), &alone).expect("a line");
        assert_eq!(alone.blocks, [0]);
        let (busy, _) = perform(&Task::Compute(5.0), &Place { lanes: &Lanes::One, ..place }).expect("computes");
        assert!(busy.blocks[0] > 0);
    }

    #[test]
    fn primes_are_primes() {
        let primes: Vec<u32> = (0..30).filter(|&number| is_prime(number)).collect();
        assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    }
}
