use super::*;
use kosut_core::error::Error;
use crate::lanes::{Lanes, blocking::{Blocking, Nothing}};

const LOAD: Load = Load { steps: 100, wait_ms: 0.0, wait: Wait::Pause, in_bytes: 24, out_bytes: 13, shared: true };
const ITEMS: u32 = 23;

/// An outside where a wait is a sleep.
#[derive(Debug)]
struct Sleeps;

impl Blocking for Sleeps {
    fn offers(&self) -> Offers {
        Offers { pause: true, ..Offers::default() }
    }

    fn request(&self, delay_ms: f64) -> Result<()> {
        Nothing.request(delay_ms)
    }

    fn pause(&self, delay_ms: f64) -> Result<()> {
        std::thread::sleep(std::time::Duration::from_secs_f64(delay_ms / 1e3));
        Ok(())
    }

    fn file(&self, lane: u32, bytes: &[u8]) -> Result<Vec<u8>> {
        Nothing.file(lane, bytes)
    }

    fn line(&self, limit_ms: f64) -> Result<Option<String>> {
        Nothing.line(limit_ms)
    }
}

fn place(lanes: &Lanes) -> Place<'_> {
    Place { lanes, board: None, epoch_ms: 0.0, outside: &Sleeps }
}

fn lanes(count: usize) -> Lanes {
    Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("a pool"))
}

/// The sum, the output's sum and the state's digest of all items, shipped in pieces to a process of these lanes.
fn shipped(lanes: &Lanes, piece: u32) -> (u64, u64, u64) {
    let (mut sum, mut output_total, mut state) = (0_u64, 0_u64, State::default());
    for first in (0..ITEMS).step_by(piece as usize) {
        let items = piece.min(ITEMS - first);
        let input = Some(ByteBuf::from(input(first, (items * LOAD.in_bytes) as usize, LOAD.in_bytes)));
        let work = Work { first, items, load: LOAD, input, state: ByteBuf::from(state.to_bytes()), noted: false };
        match perform(&Task::Work(work), &place(lanes)).expect("works").0 {
            Outcome::Worked { sum: own, output, added } => {
                assert_eq!(output.len(), (items * LOAD.out_bytes) as usize);
                sum = sum.wrapping_add(own);
                output_total = output_total.wrapping_add(output_sum(first, items, &output));
                added.into_iter().for_each(|(slot, value)| state.add(slot, value));
            }
            other => panic!("{other:?}"),
        }
    }
    (sum, output_total, state.digest())
}

/// The same of a process that holds the data.
fn held(lanes: &Lanes) -> (u64, u64, u64) {
    let place = place(lanes);
    perform(&Task::Hold { items: ITEMS, load: LOAD }, &place).expect("holds");
    let work = Work { first: 0, items: ITEMS, load: LOAD, input: None, state: ByteBuf::new(), noted: true };
    // Twice: what the first left must not show in the second.
    perform(&Task::Work(work.clone()), &place).expect("works");
    let (worked, marks) = perform(&Task::Work(work), &place).expect("works");
    assert_eq!(marks.len(), 2 * ITEMS as usize, "each item is noted once");
    let checked = perform(&Task::Check, &place).expect("checks").0;
    match (worked, checked) {
        (Outcome::Worked { sum, output, added }, Outcome::Checked { output: output_total, state, .. }) => {
            assert!(output.is_empty() && added.is_empty(), "nothing travels");
            (sum, output_total, state)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn items_are_the_same_whoever_holds_them_and_however_they_are_dealt() {
    let expected = shipped(&Lanes::One, 1);
    assert!(expected.0 != 0 && expected.1 != 0);
    for count in [1, 3] {
        let lanes = lanes(count);
        assert_eq!(shipped(&lanes, 5), expected);
        assert_eq!(held(&lanes), expected);
    }
}

#[test]
fn every_byte_of_input_counts() {
    let answer = |spoilt: Option<usize>| {
        let mut bytes = input(0, LOAD.in_bytes as usize, LOAD.in_bytes);
        if let Some(index) = spoilt {
            bytes[index] ^= 1;
        }
        let state = ByteBuf::from(State::default().to_bytes());
        let work = Work { first: 0, items: 1, load: LOAD, input: Some(ByteBuf::from(bytes)), state, noted: false };
        perform(&Task::Work(work), &place(&Lanes::One)).expect("works").0
    };
    for index in 0..LOAD.in_bytes as usize {
        assert_ne!(answer(Some(index)), answer(None), "byte {index}");
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let state = || ByteBuf::from(State::default().to_bytes());
    let work = |input: Vec<u8>, state| {
        let input = Some(ByteBuf::from(input));
        Task::Work(Work { first: 0, items: 1, load: LOAD, input, state, noted: false })
    };
    let too_much = Task::Hold { items: 1 << 16, load: Load { in_bytes: 1 << 20, ..LOAD } };
    for task in [work(vec![0; 23], state()), work(vec![0; 24], ByteBuf::new()), too_much] {
        assert_eq!(perform(&task, &place(&Lanes::One)).expect_err("refused").code(), "protocol");
    }
}

#[test]
fn times_are_taken_of_lanes_that_compute_lock_and_wait() {
    let lanes = lanes(2);
    for task in [
        Task::Compute { steps: 1000, lanes: 1 },
        Task::Lock { times: 10 },
        Task::Pause { times: 2, wait_ms: 1.0, wait: Wait::Pause },
    ] {
        match perform(&task, &place(&lanes)).expect("performs").0 {
            Outcome::Took { elapsed_ms } => {
                let least_ms = if let Task::Pause { .. } = task { 2.0 } else { 0.0 };
                assert!(elapsed_ms >= least_ms, "{task:?}: {elapsed_ms}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_wait_that_nobody_offers_is_an_error_and_not_skipped() {
    let lanes = lanes(2);
    assert_eq!(perform(&Task::Offers, &place(&lanes)).expect("asks").0, Outcome::Offered(Sleeps.offers()));
    let load = Load { wait_ms: 1.0, wait: Wait::Request, in_bytes: 0, ..LOAD };
    let state = ByteBuf::from(State::default().to_bytes());
    let work = Work { first: 0, items: 3, load, input: Some(ByteBuf::new()), state, noted: true };
    let error = perform(&Task::Work(work), &place(&lanes)).expect_err("nobody answers");
    assert!(matches!(error, Error::Unavailable { .. }), "{error}");
}
