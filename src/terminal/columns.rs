//! The columns of the labs' tables: those that the page shows, under the page's headings.

use kosut::labs::report::Row;
use serde_json::Value;

use super::{units::Kind, words::text};

/// The most values of a cell that are all shown; of more, the least and the most.
const SINGLY: usize = 4;

/// A column of a lab's table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The end of the heading's key: `column-<lab>-<name>`, or `column-<name>`.
    name: &'static str,
    kind: Kind,
    /// The row's field, or `median_ms`.
    field: &'static str,
    /// The field with the interval, or `ci95_ms`; empty where there is none.
    interval: &'static str,
}

const fn plain(name: &'static str, kind: Kind, field: &'static str) -> Column {
    Column { name, kind, field, interval: "" }
}

const fn bounded(name: &'static str, kind: Kind, field: &'static str, interval: &'static str) -> Column {
    Column { name, kind, field, interval }
}

const fn time(name: &'static str) -> Column {
    bounded(name, Kind::Milliseconds, "median_ms", "ci95_ms")
}

/// Each lab's columns, in the page's order (`www/src/labs`).
const LABS: &[(&str, &[Column])] = &[
    (
        "speedup",
        &[
            time("time"),
            bounded("speedup", Kind::Ratio, "speedup", "speedup_ci95"),
            plain("spawn", Kind::Milliseconds, "spawn_ms"),
            plain("sent", Kind::Bytes, "sent_bytes"),
            plain("received", Kind::Bytes, "received_bytes"),
            plain("step", Kind::Bytes, "bytes_per_round"),
            plain("busy", Kind::Share, "busy_share"),
        ],
    ),
    (
        "sharing",
        &[
            plain("payload", Kind::Bytes, "payload_bytes"),
            time("trip"),
            bounded("times", Kind::Ratio, "times_reference", "times_reference_ci95"),
            plain("additions", Kind::Count, "additions"),
            plain("throughput", Kind::Bytes, "bytes_per_second"),
            plain("copied", Kind::Bytes, "copied_bytes"),
            plain("crossover", Kind::Bytes, "reference_clearly_cheaper_from_bytes"),
            plain("overtakes", Kind::Bytes, "cheaper_than_clone_from_bytes"),
            plain("lines", Kind::Count, "lines_of_code"),
        ],
    ),
    (
        "memory",
        &[
            bounded("memory", Kind::Bytes, "memory_bytes", "memory_bytes_ci95"),
            plain("each", Kind::Bytes, "process_bytes"),
            bounded("worker", Kind::Bytes, "bytes_per_worker", "bytes_per_worker_ci95"),
            bounded("bare-worker", Kind::Bytes, "bare_bytes_per_worker", "bare_bytes_per_worker_ci95"),
            plain("copies", Kind::Count, "copies_of_data"),
            plain("shipped", Kind::Bytes, "shipped_bytes"),
            time("read"),
            plain("conductor", Kind::Bytes, "conductor_bytes"),
        ],
    ),
    (
        "switching",
        &[
            time("time"),
            plain("p50", Kind::Microseconds, "p50_us"),
            plain("p99", Kind::Microseconds, "p99_us"),
            plain("group", Kind::Count, "round_trips_per_time"),
            bounded("bare", Kind::Ratio, "over_bare", "over_bare_ci95"),
            plain("best", Kind::Ratio, "over_best"),
        ],
    ),
    (
        "race",
        &[
            plain("expected", Kind::Count, "expected"),
            plain("found", Kind::Count, "found"),
            plain("lost", Kind::Count, "lost"),
            bounded("share", Kind::Share, "lost_share", "lost_share_ci95"),
            bounded("cost", Kind::Nanoseconds, "ns_per_operation", "ns_per_operation_ci95"),
            time("time"),
        ],
    ),
    (
        "gil",
        &[
            plain("workers", Kind::Count, "workers"),
            time("time"),
            bounded("speedup", Kind::Ratio, "speedup", "speedup_ci95"),
            plain("switches", Kind::Count, "switches"),
            plain("start", Kind::Milliseconds, "start_ms"),
        ],
    ),
    (
        "deadlock",
        &[
            plain("runs", Kind::Count, "runs"),
            plain("frozen", Kind::Count, "frozen_runs"),
            time("time"),
            bounded("rate", Kind::PerSecond, "meals_per_second", "meals_per_second_ci95"),
            bounded("rate", Kind::PerSecond, "letters_per_second", "letters_per_second_ci95"),
            plain("fairness", Kind::Share, "fairness"),
            plain("given-up", Kind::Number, "given_up_per_meal"),
            bounded("freeze", Kind::Milliseconds, "time_to_freeze_ms", "time_to_freeze_range_ms"),
            bounded("free", Kind::Milliseconds, "time_to_free_ms", "time_to_free_range_ms"),
        ],
    ),
    (
        "crash",
        &[
            plain("lost", Kind::Count, "tiles_lost"),
            plain("cut-off", Kind::Count, "tiles_cut_off"),
            plain("wrong", Kind::Count, "tiles_wrong"),
            plain("redone", Kind::Count, "tiles_redone"),
            plain("others", Kind::Count, "tiles_of_others"),
            plain("noticed", Kind::Milliseconds, "noticed_ms"),
            plain("recovered", Kind::Milliseconds, "recovered_ms"),
            time("time"),
        ],
    ),
    (
        "waiting",
        &[
            plain("for", Kind::Word, "waits_for"),
            time("time"),
            bounded("speedup", Kind::Number, "speedup", "speedup_ci95"),
            plain("at-once", Kind::Number, "waits_at_once"),
            plain("memory", Kind::Bytes, "memory_bytes"),
            plain("spawn", Kind::Milliseconds, "spawn_ms"),
            plain("meanwhile", Kind::Count, "blocks_meanwhile"),
        ],
    ),
    (
        "server",
        &[
            bounded("throughput", Kind::PerSecond, "throughput_per_s", "throughput_per_s_ci95"),
            plain("kept-up", Kind::PerSecond, "kept_up_per_s"),
            plain("served", Kind::Count, "served"),
            plain("rejected", Kind::Count, "rejected"),
            plain("p50", Kind::Milliseconds, "p50_ms"),
            plain("p95", Kind::Milliseconds, "p95_ms"),
            plain("p99", Kind::Milliseconds, "p99_ms"),
            plain("ideal", Kind::Milliseconds, "ideal_p95_ms"),
            plain("utilisation", Kind::Share, "utilisation"),
            plain("memory", Kind::Bytes, "memory_bytes"),
        ],
    ),
    (
        "choose",
        &[
            bounded("predicted", Kind::Milliseconds, "predicted_ms", "predicted_interval_ms"),
            time("measured"),
            plain("error", Kind::Share, "error_share"),
            plain("over", Kind::Ratio, "over_best"),
            plain("start-predicted", Kind::Milliseconds, "predicted_start_ms"),
            plain("start", Kind::Milliseconds, "start_ms"),
            plain("memory-predicted", Kind::Bytes, "predicted_memory_bytes"),
            plain("memory", Kind::Bytes, "memory_bytes"),
        ],
    ),
];

/// The message that names the rows of a lab, and the field in its place of `*`.
const ROWS: &[(&str, &str, &str)] = &[
    ("sharing", "sharing-way-*", "way"),
    ("race", "race-way-*", "way"),
    ("gil", "gil-row-*", "label"),
    ("deadlock", "deadlock-way-*", "label"),
    ("switching", "switching-way-*", "way"),
    ("switching", "switching-start-*", "topology"),
    ("waiting", "waiting-way-*", "way"),
    ("waiting", "waiting-way-*", "family"),
    ("server", "server-row-*", "family"),
];

/// Returns the columns of a lab that have a value in at least one row.
pub fn of(lab: &str, rows: &[Row]) -> Vec<Column> {
    let all = LABS.iter().find(|(other, _)| *other == lab).map_or(&[][..], |(_, columns)| columns);
    all.iter().copied().filter(|column| rows.iter().any(|row| column.value(row).is_some())).collect()
}

/// Returns the page's name of a row, or its label where the page's name is made of several parts.
pub fn row_name(lab: &str, row: &Row) -> String {
    let field = |name: &str| match name {
        "label" => Some(row.label.clone()),
        "topology" => Some(row.topology.clone()),
        own => row.fields.get(own)?.as_str().map(String::from),
    };
    let mut names = ROWS.iter().filter(|(other, ..)| *other == lab);
    let found = names.find_map(|(_, key, name)| text(&key.replace('*', &field(name)?)));
    let workers = row.fields.get("workers").map(Value::to_string).unwrap_or_default();
    let name = found.map(|name| name.replace("{ $workers }", &workers).replace("{ $lanes }", &workers));
    name.filter(|name| !name.contains('{')).unwrap_or_else(|| row.label.clone())
}

impl Column {
    /// Returns the page's heading.
    pub fn heading(&self, lab: &str) -> &'static str {
        let keys = [format!("column-{lab}-{}", self.name), format!("column-{}", self.name)];
        keys.iter().find_map(|key| text(key)).unwrap_or(self.name)
    }

    /// Returns the content of a row's cell.
    pub fn cell(&self, lab: &str, row: &Row) -> String {
        let number = match self.value(row) {
            None => return "–".into(),
            Some(Value::String(word)) => {
                let key = format!("{lab}-{}-{word}", self.name);
                return text(&key).map_or(word, String::from);
            }
            Some(Value::Array(list)) => {
                return self.several(&list.iter().filter_map(Value::as_f64).collect::<Vec<_>>());
            }
            Some(number) => number.as_f64().unwrap_or_default(),
        };
        match self.bounds(row) {
            Some(bounds) => format!("{} ({})", self.kind.written(number), self.beside(row, number, bounds)),
            None => self.kind.written(number),
        }
    }

    fn value(&self, row: &Row) -> Option<Value> {
        let value = if self.field == "median_ms" { row.median_ms.into() } else { row.fields.get(self.field)?.clone() };
        (!value.is_null()).then_some(value)
    }

    fn bounds(&self, row: &Row) -> Option<[f64; 2]> {
        if self.interval == "ci95_ms" {
            return Some(row.ci95_ms);
        }
        let bounds = row.fields.get(self.interval)?.as_array()?;
        Some([bounds.first()?.as_f64()?, bounds.get(1)?.as_f64()?])
    }

    /// Returns the interval of a value, in the same unit, or the reason why it has none.
    fn beside(&self, row: &Row, value: f64, bounds: [f64; 2]) -> String {
        if row.samples_ms.len() == 1 {
            return "one run".into();
        }
        let (size, _) = self.kind.unit(value);
        let [low, high] = bounds.map(|bound| self.kind.number(bound / size));
        if low == high { "no visible spread".into() } else { format!("{low}–{high}") }
    }

    /// One value for each thread or process.
    fn several(&self, values: &[f64]) -> String {
        if values.len() <= SINGLY {
            return values.iter().map(|value| self.kind.written(*value)).collect::<Vec<_>>().join(" · ");
        }
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        format!("{} – {}", self.kind.written(least), self.kind.written(most))
    }
}

#[cfg(test)]
mod tests {
    use kosut::labs::REGISTRY;
    use serde_json::{Map, json};

    use super::*;

    fn row(samples: usize) -> Row {
        Row {
            label: "1x2".into(),
            topology: "1x2".into(),
            samples_ms: vec![2.0; samples],
            median_ms: 2.0,
            ci95_ms: [1.9, 2.25],
            fields: Map::new(),
        }
    }

    #[test]
    fn every_lab_has_columns_and_every_column_a_heading_of_the_page() {
        let labs: Vec<&str> = LABS.iter().map(|(lab, _)| *lab).collect();
        assert!(REGISTRY.iter().all(|lab| labs.contains(lab)) && labs.len() == REGISTRY.len(), "{labs:?}");
        for (lab, columns) in LABS {
            for column in *columns {
                let known = text(&format!("column-{lab}-{}", column.name)).or(text(&format!("column-{}", column.name)));
                assert!(known.is_some(), "{lab}: {}", column.name);
            }
        }
    }

    #[test]
    fn rows_have_the_names_of_the_page() {
        let named = |lab: &str, fields: Value| {
            let fields = fields.as_object().cloned().unwrap_or_default();
            row_name(lab, &Row { fields, ..row(7) })
        };
        assert_eq!(named("sharing", json!({"way": "clone"})), "Message, cloned");
        assert_eq!(named("waiting", json!({"way": "blocking", "family": "threads", "workers": 4})), "4 threads");
        assert_eq!(named("waiting", json!({"way": "event-loop", "family": "serial"})), "One lane, event loop");
        assert_eq!(named("switching", json!({"kind": "start"})), "Starting a process with 2 threads");
        assert_eq!(named("memory", json!({})), "1x2");
    }

    #[test]
    fn an_interval_has_the_unit_of_its_value_and_a_single_run_has_none() {
        let cell = |row: &Row| time("time").cell("race", row);
        assert_eq!(cell(&row(7)), "2.00 ms (1.90–2.25)");
        assert_eq!(cell(&row(1)), "2.00 ms (one run)");
        assert_eq!(cell(&Row { ci95_ms: [2.0, 2.0], ..row(7) }), "2.00 ms (no visible spread)");
    }
}
