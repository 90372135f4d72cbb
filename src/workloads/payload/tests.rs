use super::*;
use crate::{lanes::blocking::Nothing, self as programs, Task as AnyTask};

fn pool(threads: usize) -> Lanes {
    Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
}

fn done(task: Task, lanes: &Lanes) -> Result<Outcome> {
    let place = Place { lanes, board: None, epoch_ms: 0.0, outside: &Nothing };
    let (outcome, _) = programs::perform(&AnyTask::from(task), &place)?;
    outcome.try_into()
}

#[test]
fn an_answer_differs_in_every_line_and_the_second_gives_the_payload_back() {
    for bytes in [1, 2, 63, 64, 65, 4096, 100_000] {
        let mut payload = fresh(bytes);
        let [even, odd] = sums(&payload);
        assert_eq!(sum(&payload), even);
        answer(&mut payload);
        assert_eq!(sum(&payload), odd);
        assert!(payload.chunks(LINE_BYTES).zip(fresh(bytes).chunks(LINE_BYTES)).all(|(one, other)| one[0] != other[0]));
        answer(&mut payload);
        assert_eq!(payload, fresh(bytes));
    }
}

#[test]
fn a_line_that_nobody_answered_is_found() {
    let mut payload = fresh(1000);
    answer(&mut payload);
    let [_, odd] = sums(&fresh(1000));
    payload[640] = !payload[640];
    assert_ne!(sum(&payload), odd);
}

#[test]
fn trips_end_with_right_answers_whatever_the_size_and_the_number_of_workers() {
    for lanes in [pool(2), pool(4)] {
        for payload_bytes in [1, 64, 1000, ring::RING_BYTES as u32, 200_001] {
            let trips = Trips { payload_bytes, resolution_ms: 1e-6 };
            for task in [Task::Reference(trips), Task::Ring(trips)] {
                let outcome = done(task, &lanes).expect("several lanes");
                assert!(matches!(outcome, Outcome::Made { trips: 1.., right: true, .. }), "{payload_bytes}: {outcome:?}");
            }
        }
    }
}

#[test]
fn trips_are_refused_to_one_lane_and_to_more_than_there_is_room_for() {
    let trips = |payload_bytes| Trips { payload_bytes, resolution_ms: 1.0 };
    for (task, lanes) in [
        (Task::Reference(trips(1)), Lanes::One),
        (Task::Ring(trips(1)), Lanes::One),
        (Task::Reference(trips(BYTES_MAX + 1)), pool(2)),
        (Task::Ring(trips(u32::MAX)), pool(3)),
    ] {
        assert_eq!(done(task, &lanes).expect_err("refused").code(), "protocol");
    }
}

#[test]
fn a_ring_hands_every_byte_on_in_order() {
    let (mut writer, mut reader) = ring::ring();
    let written: Vec<u8> = fresh(3 * ring::RING_BYTES as u32 + 17);
    let mut read = vec![0; written.len()];
    std::thread::scope(|scope| {
        // Pieces of other sizes on both sides, so that they meet the ring's end everywhere.
        scope.spawn(|| written.chunks(997).for_each(|piece| writer.write(piece)));
        scope.spawn(|| read.chunks_mut(1409).for_each(|piece| reader.read(piece)));
    });
    assert_eq!(read, written);
}

#[test]
fn a_parcel_is_answered_by_whoever_has_one_lane() {
    let parcel = Parcel { trip: 3, bytes: ByteBuf::from(fresh(100)) };
    let mut expected = parcel.clone();
    answer(&mut expected.bytes);
    assert_eq!(done(Task::Answer(parcel), &Lanes::One), Ok(Outcome::Answered(expected)));
}

#[test]
fn additions_lead_to_the_fibonacci_number() {
    // OEIS A000045: F(10), F(40); F(47) is the last below 2³².
    assert_eq!([0, 1, 2, 10, 40, 47].map(fibonacci), [0, 1, 1, 55, 102_334_155, 2_971_215_073]);
    let outcome = done(Task::Add { resolution_ms: 1e-6 }, &Lanes::One).expect("adds");
    let Outcome::Added { additions, sum, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(sum, fibonacci(additions));
}
