//! From what was measured of the pools to rows and the claim.

use serde_json::{Map, Value, json};

use super::{
    figures::Figures,
    pool::{Ideal, Pool},
};
use crate::{
    labs::report::{Machine, Row},
    measure::{median, median_interval, ratio_interval},
    topology::{Family, Topology},
    verdict::Claim,
};

/// The article's claim, that threads suit a server of many clients: the time that one lane takes for a burst of requests ÷
/// the time that the lanes of one process take. As both answer the same requests, that is the ratio of their throughputs.
pub fn claim<C>(pools: &[Pool<C>], machine: &Machine) -> Claim {
    let id = "when.threads.server";
    let find =
        |family: Family| pools.iter().find(|pool| pool.topology.family() == family && !pool.bursts_ms.is_empty());
    match (find(Family::Serial), find(Family::Threads)) {
        _ if !machine.isolated => Claim::unavailable(id, "not-isolated"),
        (Some(one), Some(threads)) => {
            let ratio = median(&one.bursts_ms) / median(&threads.bursts_ms);
            Claim::judged(id, ratio, ratio_interval(&one.bursts_ms, &threads.bursts_ms))
        }
        _ => Claim::unavailable(id, "not-in-run"),
    }
}

/// Answers in a second while there was always something to do.
pub fn throughput_per_s(bursts_ms: &[f64], burst: u32) -> f64 {
    f64::from(burst) / median(bursts_ms) * 1e3
}

/// A row for each pool that was measured; its samples are the times of its bursts.
pub fn rows<C>(pools: &[Pool<C>], burst: u32) -> Vec<Row> {
    let one = pools.iter().find(|pool| pool.topology == Topology::SERIAL).map(|pool| &pool.bursts_ms);
    let row = |pool: &Pool<C>| {
        let mut fields = common(pool, "pool");
        let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
        let [low_ms, high_ms] = median_interval(&pool.bursts_ms);
        field("burst_requests", json!(burst));
        field("throughput_per_s", json!(throughput_per_s(&pool.bursts_ms, burst)));
        field("throughput_per_s_ci95", json!([f64::from(burst) / high_ms * 1e3, f64::from(burst) / low_ms * 1e3]));
        if let Some(one) = one {
            field("over_one", json!(median(one) / median(&pool.bursts_ms)));
            field("over_one_ci95", json!(ratio_interval(one, &pool.bursts_ms)));
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
    field("memory_bytes", json!(pool.memory_bytes));
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
    use crate::verdict::Verdict;

    fn pool(topology: &str, burst_ms: f64) -> Pool<()> {
        let topology = topology.parse().expect("a topology");
        let bursts_ms = vec![burst_ms; 7];
        Pool { topology, cluster: (), spawn_ms: 1.0, shown: None, bursts_ms, search: None, memory_bytes: Some(1) }
    }

    #[test]
    fn the_claim_compares_threads_with_one_lane() {
        let machine = Machine::for_tests(2);
        let pools = [pool("1x1", 160.0), pool("1x8", 40.0), pool("8x1", 20.0)];
        let judged = claim(&pools, &machine);
        assert_eq!((judged.verdict, judged.ratio), (Verdict::Holds, Some(4.0)));
        let rows = rows(&pools, 16);
        assert_eq!(rows[1].fields["throughput_per_s"], 400.0);
        assert_eq!(rows[2].fields["over_one"], 8.0);

        let reason = |pools: &[Pool<()>], machine: &Machine| claim(pools, machine).reason;
        assert_eq!(reason(&pools[..1], &machine).as_deref(), Some("not-in-run"));
        let alone = Machine { isolated: false, ..machine };
        assert_eq!(reason(&pools[..1], &alone).as_deref(), Some("not-isolated"));
    }
}
