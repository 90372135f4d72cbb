//! Every lab but `speedup`, embedded in a page of a course: the report that the course page hears is whole, and its claims
//! are measured, or say why they can't be.

use anyhow::{Result, ensure};
use kosut::labs;
use kosut_browser_tests::{bench::Bench, engine::Engine, lab::Lab, report, site::Site, wait::until};
use serde_json::Value;

use crate::{Suite, embed::heard};

/// A lab with the parameters that it is tested with.
struct Case {
    lab: &'static str,
    /// Parameters that make it short.
    query: &'static str,
    /// The claims of its report that need shared memory.
    needs_sharing: &'static [&'static str],
    /// The claims of its report that can be measured everywhere.
    measured_everywhere: &'static [&'static str],
}

/// One line for each lab.
const CASES: &[Case] = &[
    Case {
        lab: "sharing",
        query: "largest=1MiB&samples=7",
        needs_sharing: &["threads.sharing", "processes.ipc"],
        measured_everywhere: &[],
    },
    Case {
        lab: "memory",
        query: "workers=3&data=2&samples=7",
        needs_sharing: &["threads.memory"],
        measured_everywhere: &["processes.memory"],
    },
    Case {
        lab: "switching",
        query: "count=20&samples=7&lanes=2&size=1000000",
        needs_sharing: &["threads.switching", "processes.switching"],
        measured_everywhere: &[],
    },
    Case { lab: "race", query: "rounds=100000", needs_sharing: &["threads.race"], measured_everywhere: &[] },
    Case {
        lab: "gil",
        query: "size=20&wait=10&samples=7&workers=2",
        needs_sharing: &["threads.gil", "processes.gil"],
        measured_everywhere: &[],
    },
    Case {
        lab: "deadlock",
        query: "philosophers=3&meals=100&work=2000&pause=200&patience=200",
        needs_sharing: &["threads.deadlock"],
        measured_everywhere: &[],
    },
    Case {
        lab: "waiting",
        query: "jobs=4&workers=4&delay=20",
        needs_sharing: &["when.threads.io"],
        measured_everywhere: &[],
    },
    Case {
        lab: "choose",
        query: "items=8&cpu=500&in=4&wait=2&lanes=4",
        needs_sharing: &[],
        measured_everywhere: &["when.choose"],
    },
    Case {
        lab: "crash",
        query: "size=512&workers=2",
        needs_sharing: &["processes.isolation"],
        measured_everywhere: &[],
    },
    Case {
        lab: "server",
        query: "workers=4&wait=10&window=300&pools=1xN,Nx1,PxT",
        needs_sharing: &["when.threads.server"],
        measured_everywhere: &[],
    },
];

pub fn add(suite: &mut Suite) {
    for lab in labs::REGISTRY.iter().filter(|lab| **lab != "speedup") {
        // A lab that is not named here has no test, which is a failure.
        let case = CASES.iter().find(|case| case.lab == *lab);
        let case = case.unwrap_or_else(|| panic!("say here with which parameters the lab {lab} is tested"));
        suite.add(&Engine::ALL, &format!("labs::{lab}::same_origin"), async |bench: Bench| posts(&bench, case).await);
    }
}

async fn posts(bench: &Bench, case: &'static Case) -> Result<()> {
    let Case { lab, query, needs_sharing, measured_everywhere } = case;
    let site = Site::isolated(&bench.dist)?;
    let browser = bench.browser().await?;
    let embed = format!("embed/?lab={lab}&lang=en&autorun=1&{query}");
    browser.open(&site.course(&site.url(&embed))).await?;
    browser.enter_frame().await?;
    let seen = Lab(&browser).until_finished().await?;
    browser.leave_frame().await?;
    let messages = until("the report is heard", async || heard(&browser).await, |heard| !heard.is_empty()).await?;
    let told = &messages[0]["data"]["data"];
    report::check(told)?;
    let shares = bench.engine.shares_memory();
    ensure!(told["machine"]["isolated"] == shares, "isolated is {}", told["machine"]["isolated"]);
    ensure!(shares || !seen.notices.is_empty(), "the page does not say what is missing: {seen:#?}");
    let claims = told["claims"].as_array().map(Vec::as_slice).unwrap_or_default();
    let expected: Vec<&str> = needs_sharing.iter().chain(*measured_everywhere).copied().collect();
    ensure!(claims.len() == expected.len(), "not the claims {expected:?}: {claims:#?}");
    for id in expected {
        let claim = claims.iter().find(|claim| claim["id"] == id);
        let claim = claim.ok_or_else(|| anyhow::anyhow!("the claim {id} is missing: {claims:#?}"))?;
        is_told(claim, shares || measured_everywhere.contains(&id))?;
    }
    ensure!(seen.verdicts.len() == claims.len(), "the page shows other verdicts: {:?}", seen.verdicts);
    Ok(())
}

fn is_told(claim: &Value, measured: bool) -> Result<()> {
    if measured {
        ensure!(claim["ratio"].is_number() && claim["ci95"].is_array(), "it was not measured: {claim:#}");
        ensure!(claim["basis"] == "measured", "{claim:#}");
    } else {
        ensure!(claim["verdict"] == "unavailable" && claim["reason"].is_string(), "it can't be known here: {claim:#}");
    }
    Ok(())
}
