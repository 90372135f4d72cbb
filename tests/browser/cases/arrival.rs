//! Files of a page that are late, missing or of a wrong type: the page names what is missing in its own language, and its
//! button loads it again.

use anyhow::{Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    faults::Fault::{self, Held, Missing, Stalled, WrongType},
    lab::Lab,
    session::Session,
    site::Site,
    wait::until,
};

use crate::Suite;

const EMBED: &str = "embed/?lab=race&lang=tr";
const ARTICLE: &str = "en/?lab=race#race";

/// A fault: the page, a pattern of the file's path, and what is wrong with the file.
type FileFault = (&'static str, &'static str, Fault);

/// Everything that a page needs before its lab can be set.
const FAULTS: [FileFault; 11] = [
    (EMBED, "/assets/embed-*.js", Missing),
    (EMBED, "/assets/embed-*.js", WrongType),
    (EMBED, "/assets/isolation-*.js", Missing),
    (EMBED, "/assets/embed-*.css", Missing),
    (EMBED, "/assets/tr-*.js", Missing),
    (EMBED, "/assets/lab-*.js", Missing),
    (EMBED, "/assets/view-*.js", Missing),
    // The page is from an earlier build, and so are the addresses in it.
    (EMBED, "/assets/", Missing),
    (ARTICLE, "/assets/main-*.js", Missing),
    (ARTICLE, "/assets/en-*.js", Missing),
    (ARTICLE, "/assets/lab-*.js", Missing),
];

/// The page waits for some seconds before it names these.
const LATE: [FileFault; 4] = [
    (EMBED, "/assets/embed-*.js", Stalled),
    (EMBED, "/assets/embed-*.css", Stalled),
    (EMBED, "/assets/tr-*.js", Stalled),
    (EMBED, "/plain/kosut_bg.wasm", Stalled),
];

/// Those that engines report in ways of their own, or by which some of them keep a page blank.
const REPORTED_BY_THE_ENGINE: [FileFault; 4] = [FAULTS[0], FAULTS[1], FAULTS[4], LATE[1]];

/// The button of each page's notice, in the page's language.
const BUTTONS: [(&str, &str); 2] = [(EMBED, "Yenile"), (ARTICLE, "Reload")];

/// Opens a page in a frame of an empty page. A driver would wait for a page of its own until it is loaded.
const OPEN_IN_FRAME: &str = "
    const frame = document.createElement('iframe');
    frame.style = 'width: 90vw; height: 90vh';
    frame.src = arguments[0];
    document.body.append(frame);";

/// The notices in the frame that offer to load the page again.
const NOTICES: &str = "
    const notices = [...document.querySelector('iframe').contentDocument.querySelectorAll('.notice:has(button)')];
    return notices.filter((notice) => notice.getClientRects().length > 0).map((notice) => notice.innerText);";

/// Presses the button of the first of them.
const RELOAD: &str = "document.querySelector('iframe').contentDocument.querySelector('.notice button').click();";

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium], "arrival::late_files_are_named", async |session: Session| {
        each_is_named(&session, &LATE).await
    });
    suite.add(&[Engine::Chromium], "arrival::missing_files_are_named", async |session: Session| {
        each_is_named(&session, &FAULTS).await
    });
    suite.add(&[Engine::Firefox, Engine::WebKit], "arrival::reported_by_the_engine", async |session: Session| {
        each_is_named(&session, &REPORTED_BY_THE_ENGINE).await
    });
    suite.add(&[Engine::Chromium], "arrival::folders_without_a_slash", folders_without_a_slash);
    suite.add(&[Engine::Chromium], "arrival::a_late_chart_is_drawn", a_late_chart_is_drawn);
}

/// Each fault on a host of its own, so that nothing comes from the browser's cache.
async fn each_is_named(session: &Session, faults: &[FileFault]) -> Result<()> {
    let browser = session.browser().await?;
    for &(page, file, fault) in faults {
        let site = Site::isolated(&session.dist)?;
        site.faults.set(file, fault);
        let place = format!("{} of {page} is {}", file, if fault == Stalled { "late" } else { "missing or wrong" });
        session.check(format!("{page} {file} {fault:?}"), is_named(session, &browser, &site, (page, place))).await;
    }
    Ok(())
}

async fn is_named(session: &Session, browser: &Browser, site: &Site, (page, place): (&str, String)) -> Result<()> {
    browser.leave_frame().await?;
    browser.open(&site.url("robots.txt")).await?;
    browser.script::<()>(OPEN_IN_FRAME, &[site.url(page).into()]).await?;
    let notices = async || browser.script::<Vec<String>>(NOTICES, &[]).await;
    let seen = until("the page names what is missing", notices, |seen| !seen.is_empty()).await?;
    let button = BUTTONS.iter().find(|(known, _)| *known == page).map(|(_, button)| *button);
    ensure!(
        button.is_some_and(|button| seen[0].trim_end().ends_with(button)),
        "no button in the page's language: {seen:?}"
    );
    session.found(place, seen[0].replace('\n', " "));

    site.faults.lift();
    browser.script::<()>(RELOAD, &[]).await?;
    browser.enter_frame().await?;
    Lab(browser).until_idle().await?;
    browser.leave_frame().await?;
    let left = notices().await?;
    ensure!(left.is_empty(), "the page says it still: {left:?}");
    Ok(())
}

/// The page stops waiting for its own style sheets after 8 s. One that a part of the page brings along just then is waited
/// for: without its event, the chart would never be drawn.
async fn a_late_chart_is_drawn(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    site.faults.set("/assets/marks-*.css", Held);
    browser
        .open(&site.url("embed/?lab=speedup&lang=en&kernel=primes&size=1000&workers=2&topologies=2x1&autorun=1"))
        .await?;
    Lab(&browser).until_finished().await?;
    let waits = async || browser.script::<bool>("return performance.now() > 9_000;", &[]).await;
    until("the page has stopped waiting for style sheets", waits, |waits| *waits).await?;
    site.faults.lift();
    let drawn = async || {
        browser.script::<bool>("return document.querySelector('kosut-speedup-chart canvas') !== null;", &[]).await
    };
    until("the chart is drawn", drawn, |drawn| *drawn).await?;
    Ok(())
}

/// On a host that answers for a folder without its slash, `../` in a page's addresses means another folder.
async fn folders_without_a_slash(session: Session) -> Result<()> {
    let (site, browser) = (Site::without_slashes(&session.dist)?, session.browser().await?);
    for page in ["embed?lab=race&lang=tr", "en?lab=race#race"] {
        let loads = async {
            browser.open(&site.url(page)).await?;
            Lab(&browser).until_idle().await.map(drop)
        };
        session.check(page, loads).await;
    }
    Ok(())
}
