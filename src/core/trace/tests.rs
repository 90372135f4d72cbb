use super::*;

fn ring() -> Vec<AtomicU32> {
    (0..RING_WORDS).map(|_| AtomicU32::new(0)).collect()
}

fn mark(unit: u32) -> Mark {
    Mark { phase: Phase::End, activity: Activity::Io, unit, round: unit ^ 1, at_us: unit.wrapping_mul(3) }
}

#[test]
fn close_spans_of_a_lane_become_one_that_knows_its_gaps() {
    let span = |lane, start_ms, end_ms| Span {
        process: 0,
        lane,
        activity: Activity::Run,
        unit: 7,
        start_ms,
        end_ms,
        gaps_ms: 0.0,
    };
    let spans = vec![
        span(0, 0.0, Some(1.0)),
        span(1, 0.5, Some(2.0)),
        span(0, 1.25, Some(2.0)),
        span(0, 2.25, Some(3.0)),
        span(0, 5.0, Some(6.0)),
        span(1, 2.0, None),
    ];
    let joined = coarse(spans.clone(), 0.5);
    let first = Span { end_ms: Some(3.0), gaps_ms: 0.5, ..spans[0] };
    assert_eq!(joined, [first, spans[1], spans[4], spans[5]]);
    assert_eq!(coarse(spans.clone(), 0.0), spans);
}

#[test]
fn a_ring_gives_back_what_was_written() {
    let ring = ring();
    let mut reader = RingReader::default();
    for unit in 0..10 {
        write_mark(&ring, mark(unit));
    }
    assert_eq!(reader.drain(ring.as_slice(), 0), (0..10).map(mark).collect::<Vec<_>>());
    assert_eq!(reader.drain(ring.as_slice(), 0), vec![]);
    assert_eq!(reader.lost(), 0);
}

#[test]
fn a_late_reader_loses_the_oldest_and_counts_them() {
    let ring = ring();
    let mut reader = RingReader::default();
    let written = RING_MARKS * 3 + 5;
    (0..written).for_each(|unit| write_mark(&ring, mark(unit)));
    let seen = reader.drain(ring.as_slice(), 0);
    assert_eq!(seen.len() as u32 + reader.lost(), written);
    assert_eq!(seen.last(), Some(&mark(written - 1)));
}

#[test]
fn a_reader_beside_a_writer_sees_no_torn_mark_and_accounts_for_all() {
    let ring = ring();
    let written = 200_000;
    let (seen, lost) = std::thread::scope(|scope| {
        scope.spawn(|| (0..written).for_each(|unit| write_mark(&ring, mark(unit))));
        let mut reader = RingReader::default();
        let mut seen = Vec::new();
        while seen.len() as u32 + reader.lost() < written {
            seen.extend(reader.drain(ring.as_slice(), 0));
        }
        (seen, reader.lost())
    });
    assert_eq!(seen.len() as u32 + lost, written);
    assert!(seen.iter().all(|&seen| seen == mark(seen.unit)), "a mark was torn");
    assert!(seen.is_sorted_by_key(|mark| mark.unit), "marks out of order");
}

#[test]
fn marks_pair_into_spans_by_lane() {
    let at = |phase, unit, at_us| Mark { phase, activity: Activity::Run, unit, round: 0, at_us };
    let mut timeline = Timeline::default();
    assert_eq!(timeline.mark(0, 0, at(Phase::Begin, 7, 1000)), None);
    assert_eq!(timeline.mark(0, 1, at(Phase::Begin, 8, 1500)), None);
    assert_eq!(timeline.lasting().len(), 2);
    let ended = timeline.mark(0, 0, at(Phase::End, 7, 3000)).expect("the first lane's span");
    assert_eq!((ended.unit, ended.start_ms, ended.end_ms), (7, 1.0, Some(3.0)));
    assert_eq!(timeline.mark(0, 0, at(Phase::End, 7, 4000)), None, "an end without a beginning");
    assert_eq!(timeline.lasting().len(), 1);
}

#[test]
fn the_chrome_trace_has_a_process_per_box_and_an_event_per_span() {
    let activity = Activity::Run;
    let span = Span { process: 1, lane: 0, activity, unit: 3, start_ms: 1.0, end_ms: Some(2.5), gaps_ms: 0.0 };
    let run = TracedRun { name: "2x1".into(), started_ms: 100.0, spans: vec![span] };
    let trace: Value = serde_json::from_str(&chrome_trace(&[run.clone(), run])).expect("JSON");
    let events = trace["traceEvents"].as_array().expect("events");
    assert_eq!(events.iter().filter(|event| event["ph"] == "M").count(), 4);
    let complete: Vec<_> = events.iter().filter(|event| event["ph"] == "X").collect();
    assert_eq!((complete[0]["pid"].as_u64(), complete[1]["pid"].as_u64()), (Some(2), Some(4)));
    assert_eq!((complete[0]["ts"].as_f64(), complete[0]["dur"].as_f64()), (Some(1000.0), Some(1500.0)));
}
