//! From what was measured of the pools to rows and the claim.

use serde_json::{Map, Value, json};

use super::{
    figures::Figures,
    pool::{Ideal, Pool},
};
use crate::report::{Machine, Row};
use kosut_core::{
    measure::{Confidence, median, median_interval, ratio, ratios},
    topology::{Family, Topology},
    verdict::{Claim, Condition, Demand},
};

/// Judges the claim that threads suit a server of many clients, against a pool of as many processes: rate not worse, memory
/// better. As both answer bursts of as many requests, the ratio of their times is that of their rates.
pub fn claim<C>(pools: &[Pool<C>], machine: &Machine, confidence: Confidence) -> Claim {
    let id = "when.threads.server";
    let find =
        |family: Family| pools.iter().find(|pool| pool.topology.family() == family && !pool.bursts_ms.is_empty());
    match (find(Family::Processes), find(Family::Threads)) {
        _ if !machine.isolated => Claim::unavailable(id, "not-isolated"),
        (Some(processes), Some(threads)) => {
            let rate = ratios(&[(&processes.bursts_ms, &threads.bursts_ms)], confidence);
            let mut conditions = vec![Condition::new("rate", Demand::NotWorse, rate)];
            // Some operating systems do not say how much memory a process takes.
            if !processes.memory_bytes.is_empty() && !threads.memory_bytes.is_empty() {
                let memory = ratios(&[(&processes.memory_bytes, &threads.memory_bytes)], confidence);
                conditions.push(Condition::new("memory", Demand::Better, memory));
            }
            Claim::judged(id, conditions)
        }
        _ => Claim::unavailable(id, "not-in-run"),
    }
}

/// A row for each pool that was measured; its samples are the times of its bursts.
pub fn rows<C>(pools: &[Pool<C>]) -> Vec<Row> {
    let one = pools.iter().find(|pool| pool.topology == Topology::SERIAL);
    let row = |pool: &Pool<C>| {
        let mut fields = common(pool, "pool");
        let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
        let [low_ms, high_ms] = median_interval(&pool.bursts_ms);
        let requests = f64::from(pool.burst_requests());
        field("burst_requests", json!(pool.burst_requests()));
        field("throughput_per_s", json!(pool.throughput_per_s()));
        field("throughput_per_s_ci95", json!([requests / high_ms * 1e3, requests / low_ms * 1e3]));
        if let Some(one) = one {
            let times = ratio(&one.bursts_ms, &pool.bursts_ms);
            let more = requests / f64::from(one.burst_requests());
            field("over_one", json!(times.value * more));
            field("over_one_ci95", json!(times.interval.map(|bound| bound * more)));
        }
        if let Some(search) = &pool.search {
            field("kept_up_per_s", json!(search.kept_up_per_s));
            field("gave_way_per_s", json!(search.gave_way_per_s));
            field("rates_tried", json!(search.steps));
        }
        finished(pool, &pool.bursts_ms, fields)
    };
    pools.iter().filter(|pool| !pool.bursts_ms.is_empty()).map(row).collect()
}

/// The row of a server that only the reader sent requests to; its samples are their times.
pub fn clicked<C>(pool: &Pool<C>, times_ms: &[f64]) -> Row {
    finished(pool, times_ms, common(pool, "clicks"))
}

fn finished<C>(pool: &Pool<C>, samples_ms: &[f64], fields: Map<String, Value>) -> Row {
    Row {
        label: pool.topology.to_string(),
        topology: pool.topology.to_string(),
        samples_ms: samples_ms.to_vec(),
        median_ms: median(samples_ms),
        ci95_ms: median_interval(samples_ms),
        fields,
    }
}

fn common<C>(pool: &Pool<C>, kind: &str) -> Map<String, Value> {
    let topology = pool.topology;
    let mut fields = Map::new();
    let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
    field("kind", json!(kind));
    field("family", json!(topology.family()));
    field("workers", json!(topology.lanes()));
    field("spawn_ms", json!(pool.spawn_ms));
    let memory_bytes = (!pool.memory_bytes.is_empty()).then(|| median(&pool.memory_bytes) as u64);
    field("memory_bytes", json!(memory_bytes));
    if let Some((figures, ideal)) = &pool.shown {
        let Figures { arrived, served, rejected, elapsed_ms, throughput_per_s, utilisation, p50_ms, p95_ms, p99_ms } =
            *figures;
        field("arrived", json!(arrived));
        field("served", json!(served));
        field("rejected", json!(rejected));
        field("served_ms", json!(elapsed_ms));
        field("served_per_s", json!(throughput_per_s));
        field("utilisation", json!(utilisation));
        field("p50_ms", json!(p50_ms));
        field("p95_ms", json!(p95_ms));
        field("p99_ms", json!(p99_ms));
        let Ideal { rejected, p95_ms } = *ideal;
        field("ideal_rejected", json!(rejected));
        field("ideal_p95_ms", json!(p95_ms));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use kosut_core::verdict::Verdict;

    fn pool(topology: &str, burst_ms: f64, mib: u32) -> Pool<()> {
        let topology = topology.parse().expect("a topology");
        let (bursts_ms, memory_bytes) = (vec![burst_ms; 7], vec![f64::from(mib << 20); 7]);
        Pool { topology, cluster: (), spawn_ms: 1.0, shown: None, bursts_ms, search: None, memory_bytes }
    }

    #[test]
    fn the_claim_compares_threads_with_processes() {
        let machine = Machine::for_tests(2);
        let pools = [pool("1x1", 160.0, 1), pool("1x8", 40.0, 4), pool("8x1", 20.0, 8)];
        let judged = claim(&pools, &machine, Confidence::Final);
        assert_eq!((judged.verdict, judged.ratio), (Verdict::Fails, Some(0.5)));
        let alike = [pool("1x8", 40.0, 4), pool("8x1", 40.0, 8)];
        let judged = claim(&alike, &machine, Confidence::Final);
        assert_eq!((judged.verdict, judged.conditions[1].ratio), (Verdict::Holds, 2.0));
        let rows = rows(&pools);
        // 64 requests in 40 ms; a lane alone has 8 of them in 160 ms.
        assert_eq!(rows[1].fields["throughput_per_s"], 1600.0);
        assert_eq!(rows[1].fields["over_one"], 32.0);
        assert_eq!(rows[2].fields["over_one"], 64.0);

        let reason = |pools: &[Pool<()>], machine: &Machine| claim(pools, machine, Confidence::Final).reason;
        assert_eq!(reason(&pools[..1], &machine).as_deref(), Some("not-in-run"));
        let alone = Machine { isolated: false, ..machine };
        assert_eq!(reason(&pools[..1], &alone).as_deref(), Some("not-isolated"));
    }
}
