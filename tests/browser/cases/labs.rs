//! Every lab but `speedup`, embedded in a page of a course: the report that the course page receives is whole, its claims
//! are measured or say why they cannot be, and what is particular to the lab is shown.

use anyhow::{Context, Result, ensure};
use futures_util::future::{FutureExt, LocalBoxFuture};
use kosut::labs;
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    report,
    session::Session,
    site::Site,
};
use serde_json::Value;

use crate::{Suite, choose, course, crash, embed::first_report, hosts, memory, race, switching, waiting};

/// A lab with the parameters that it is tested with.
struct Case {
    lab: &'static str,
    /// Parameters that make it short.
    query: &'static str,
    /// The claims of its report that need shared memory.
    needs_sharing: &'static [&'static str],
    /// The claims of its report that can be measured everywhere.
    measured_everywhere: &'static [&'static str],
    /// Checks of what only this lab shows.
    particular: for<'a> fn(&'a Session, &'a Visit<'a>) -> LocalBoxFuture<'a, ()>,
}

/// An embedded lab after its run. The lab's frame is the current one.
pub struct Visit<'a> {
    pub browser: &'a Browser,
    pub seen: LabSnapshot,
    pub report: Value,
}

/// One line for each lab.
const CASES: &[Case] = &[
    Case {
        lab: "sharing",
        query: "largest=1MiB&samples=7",
        needs_sharing: &["threads.sharing", "processes.ipc"],
        measured_everywhere: &[],
        particular: nothing,
    },
    Case {
        lab: "memory",
        query: "workers=3&data=2&samples=7",
        needs_sharing: &["threads.memory"],
        measured_everywhere: &["processes.memory"],
        particular: memory::particular,
    },
    Case {
        lab: "switching",
        query: "count=20&samples=7&lanes=4&size=1000000",
        needs_sharing: &["threads.switching", "processes.switching"],
        measured_everywhere: &[],
        particular: switching::particular,
    },
    Case {
        lab: "race",
        query: "rounds=100000",
        needs_sharing: &["threads.race"],
        measured_everywhere: &[],
        particular: race::particular,
    },
    Case {
        lab: "gil",
        query: "size=500&wait=10&samples=7",
        needs_sharing: &["threads.gil", "processes.gil", "when.processes.cpu", "when.processes.cores"],
        measured_everywhere: &[],
        particular: nothing,
    },
    Case {
        lab: "deadlock",
        query: "philosophers=3&meals=100&work=2000&pause=200&patience=200",
        needs_sharing: &["threads.deadlock"],
        measured_everywhere: &[],
        particular: nothing,
    },
    Case {
        lab: "waiting",
        query: "jobs=4&workers=4&delay=30",
        needs_sharing: &["when.threads.io"],
        measured_everywhere: &[],
        particular: waiting::particular,
    },
    Case {
        lab: "choose",
        query: "items=8&cpu=500&in=4&wait=2&lanes=4",
        needs_sharing: &[],
        measured_everywhere: &["when.choose"],
        particular: choose::particular,
    },
    Case {
        lab: "crash",
        query: "size=512&workers=2",
        needs_sharing: &["processes.isolation"],
        measured_everywhere: &[],
        particular: crash::particular,
    },
    Case {
        lab: "server",
        query: "workers=4&wait=10&window=300&pools=1xN,Nx1,PxT",
        needs_sharing: &["when.threads.server"],
        measured_everywhere: &[],
        particular: nothing,
    },
];

/// Every lab, with parameters that make it short.
pub fn short_queries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let speedup = ("speedup", "kernel=primes&size=1000000&workers=2&topologies=1x2,2x1");
    std::iter::once(speedup).chain(CASES.iter().map(|case| (case.lab, case.query)))
}

fn nothing<'a>(_: &'a Session, _: &'a Visit<'a>) -> LocalBoxFuture<'a, ()> {
    async {}.boxed_local()
}

pub fn add(suite: &mut Suite) {
    for lab in labs::REGISTRY.iter().filter(|lab| **lab != "speedup") {
        // A lab that is not named here has no test, which is a failure.
        let case = CASES.iter().find(|case| case.lab == *lab);
        let case = case.unwrap_or_else(|| panic!("say here with which parameters the lab {lab} is tested"));
        suite.add(&Engine::ALL, &format!("labs::{lab}"), async |session: Session| is_whole(&session, case).await);
    }
}

async fn is_whole(session: &Session, case: &Case) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let embed = format!("embed/?lab={}&lang=en&autorun=1&{}", case.lab, case.query);
    browser.open(&site.course(&site.url(&embed))).await?;
    browser.enter_frame().await?;
    let seen = Lab(&browser).until_finished().await?;
    let report = first_report(&browser).await?;
    browser.enter_frame().await?;
    let visit = Visit { browser: &browser, seen, report };
    session.check("the report", has_a_whole_report(session, &visit)).await;
    session.check("the claims", async { claims_are_judged(session, case, &visit) }).await;
    session.check("the settings", has_its_settings(&browser)).await;
    (case.particular)(session, &visit).await;
    if session.engine == Engine::Chromium {
        session.check("the host's policy allows everything", hosts::policy_is_kept(&browser)).await;
        let course = site.course(&site.url(&format!("embed/?lab={}&lang=en&{}", case.lab, case.query)));
        let restored = course::state_is_restored(&browser, &course, &visit.seen);
        session.check("a course page brings its result back", restored).await;
    }
    Ok(())
}

/// The settings of the run stand beneath the verdicts, by the names of their controls.
async fn has_its_settings(browser: &Browser) -> Result<()> {
    let settings: String =
        browser.script("return document.querySelector('.lab-settings')?.innerText ?? '';", &[]).await?;
    let first: String = browser.script("return document.querySelector('.field label')?.innerText ?? '';", &[]).await?;
    let is_named = !first.is_empty() && settings.contains(&format!("{first}: "));
    ensure!(settings.starts_with("Settings of this run: ") && is_named, "no {first:?} in {settings:?}");
    Ok(())
}

async fn has_a_whole_report(session: &Session, visit: &Visit<'_>) -> Result<()> {
    let (report, shares) = (&visit.report, session.engine.shares_memory());
    report::check(report)?;
    ensure!(report["machine"]["isolated"] == shares, "isolated is {}", report["machine"]["isolated"]);
    ensure!(shares || !visit.seen.notices.is_empty(), "the page does not name what is missing: {:#?}", visit.seen);
    Ok(())
}

fn claims_are_judged(session: &Session, case: &Case, visit: &Visit<'_>) -> Result<()> {
    let shares = session.engine.shares_memory();
    let claims = visit.report["claims"].as_array().map(Vec::as_slice).unwrap_or_default();
    let expected: Vec<&str> = case.needs_sharing.iter().chain(case.measured_everywhere).copied().collect();
    ensure!(claims.len() == expected.len(), "not the claims {expected:?}: {claims:#?}");
    for id in expected {
        let claim = claims.iter().find(|claim| claim["id"] == id);
        let claim = claim.with_context(|| format!("the claim {id} is missing: {claims:#?}"))?;
        is_judged(claim, shares || case.measured_everywhere.contains(&id))?;
    }
    ensure!(visit.seen.verdicts.len() == claims.len(), "the page shows other verdicts: {:?}", visit.seen.verdicts);
    Ok(())
}

fn is_judged(claim: &Value, measured: bool) -> Result<()> {
    if measured {
        ensure!(claim["ratio"].is_number() && claim["ci95"].is_array(), "it was not measured: {claim:#}");
        ensure!(claim["basis"] == "measured", "{claim:#}");
    } else {
        ensure!(claim["verdict"] == "unavailable" && claim["reason"].is_string(), "it can't be known here: {claim:#}");
    }
    Ok(())
}
