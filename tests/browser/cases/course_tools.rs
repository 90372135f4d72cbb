//! What the site gives to courses: `<kosut-lab>`, the dialog *Embed*, SCORM packages, and the page of each lab.

use anyhow::{Context, Result, ensure};
use kosut::labs;
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    faults::Fault,
    lab::{Lab, LabSnapshot},
    platform::{ElementCourse, ScormPlatform, StoredPages, Way, enter_element, fits},
    report,
    session::Session,
    site::Site,
    wait::until,
};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{Suite, accessibility, course::STATE_MAX, width};

/// The most bytes of `kosut-embed.js`, compressed by gzip.
const SCRIPT_MAX_BYTES: usize = 4_096;

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium, Engine::Firefox], "course_tools::element", element);
    suite.add(&[Engine::Chromium, Engine::Firefox], "course_tools::scorm", scorm);
    suite.add(&[Engine::Chromium, Engine::Firefox], "course_tools::pages_of_tools", pages_of_tools);
    suite.add(&[Engine::Chromium], "course_tools::dialog", dialog);
    suite.add(&[Engine::Chromium], "course_tools::lab_pages", lab_pages);
}

/// Events of one type that an element has fired.
async fn events(browser: &Browser, id: &str, kind: &str) -> Result<Vec<Value>> {
    let script = "return window.heard.filter(({ type, lab }) => lab === arguments[0] && type === arguments[1]).map(({ detail }) => detail);";
    browser.script(script, &[id.into(), kind.into()]).await
}

async fn element(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let (course, isolates) = (ElementCourse::start()?, session.engine.isolates_frames());
    browser.open(&course.url(&site.root)).await?;
    let runs = async {
        enter_element(&browser, "#first").await?;
        Lab(&browser).until_idle().await?;
        let seen = Lab(&browser).run_to_end().await?;
        ensure!(seen.isolated == isolates, "isolated: {seen:#?}");
        browser.leave_frame().await?;
        let reports = until(
            "the report arrives",
            async || events(&browser, "first", "kosut-report").await,
            |all| !all.is_empty(),
        );
        report::check(&reports.await?[0])?;
        let scores = until(
            "the score arrives",
            async || events(&browser, "first", "kosut-score").await,
            |all| all.last().is_some_and(|score| score["completed"] == true),
        );
        scores.await.map(drop)
    };
    session.check("the first runs", runs).await;
    let fits = async {
        let heights = "const frame = document.querySelector('#first').shadowRoot.querySelector('iframe'); return frame.clientHeight;";
        let asked = events(&browser, "first", "kosut-resize").await?;
        let asked = asked.last().and_then(Value::as_f64).context("no height was asked for")?;
        let height: f64 = browser.script(heights, &[]).await?;
        ensure!((asked - height).abs() < 2.0, "{height} px instead of {asked}");
        Ok(())
    };
    session.check("the frame follows the height", fits).await;
    let looks = async {
        browser.script::<()>("document.querySelector('#second').scrollIntoView();", &[]).await?;
        enter_element(&browser, "#second").await?;
        let seen = until(
            "the second lab is there",
            async || {
                let look = "return [document.documentElement.lang, document.documentElement.dataset.theme,
                    document.querySelectorAll('kosut-code, .lab-controls .field').length,
                    document.querySelectorAll('[data-action=run]:not(:disabled)').length];";
                browser.script::<(String, String, u32, u32)>(look, &[]).await
            },
            |(_, _, _, run)| *run == 1,
        )
        .await?;
        ensure!((seen.0.as_str(), seen.1.as_str(), seen.2) == ("tr", "dark", 0), "{seen:?}");
        Ok(())
    };
    session.check("the second one looks as it should", looks).await;
    let again = async {
        browser.leave_frame().await?;
        let again = "const lab = document.querySelector('#first'); lab.remove(); document.body.prepend(lab);";
        browser.script::<()>(again, &[]).await?;
        is_back(&browser).await?;
        browser.leave_frame().await?;
        browser.open(&course.url(&site.root)).await?;
        is_back(&browser).await
    };
    session.check("removed and added again, and after a reload, the result is there", again).await;
    if session.engine == Engine::Chromium {
        browser.open(&site.url("embed/check.html")).await?;
        let gzip = "const { body } = await fetch('../kosut-embed.js');
            return (await new Response(body.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()).byteLength;";
        let bytes: usize = browser.script(gzip, &[]).await?;
        session.check("the script is small", async { is_small(bytes) }).await;
    }
    Ok(())
}

fn is_small(bytes: usize) -> Result<()> {
    ensure!(bytes < SCRIPT_MAX_BYTES, "kosut-embed.js has {bytes} bytes");
    Ok(())
}

/// The first element shows its earlier result.
async fn is_back(browser: &Browser) -> Result<()> {
    let look = async || {
        enter_element(browser, "#first").await?;
        Lab(browser).look().await
    };
    let seen = until("the result is back", look, |seen| seen.is_idle() && !seen.rows.is_empty()).await?;
    ensure!(!seen.verdicts.is_empty(), "{seen:#?}");
    Ok(())
}

async fn scorm(session: Session) -> Result<()> {
    let (platform, browser) = (ScormPlatform::start(&session.dist, "race")?, session.browser().await?);
    let cmi = "const { core, suspend_data } = API.cmi;
        return [core.lesson_status, core.score.raw, suspend_data];";
    let mut kept = (String::new(), String::new(), String::new());
    let first = async {
        browser.open(&platform.url()).await?;
        let ready = async || {
            Way::Package.enter(&browser).await?;
            Lab(&browser).look().await
        };
        until("the lab is there", ready, LabSnapshot::is_idle).await?;
        browser.leave_frame().await?;
        let status: String = browser.script("return API.cmi.core.lesson_status;", &[]).await?;
        ensure!(status == "incomplete", "before a run, the status is {status}");
        Way::Package.enter(&browser).await?;
        browser.click("input[value=much]").await?;
        let seen = Lab(&browser).run_to_end().await?;
        let threads = if session.engine.isolates_frames() { "threads and processes" } else { "processes" };
        ensure!(seen.isolated == session.engine.isolates_frames(), "{seen:#?}");
        session.found("a SCORM 1.2 package on a plain host", threads);
        browser.leave_frame().await?;
        let look = async || browser.script::<(String, String, String)>(cmi, &[]).await;
        kept = until("the platform has the score", look, |(status, ..)| status == "completed").await?;
        let score: f64 = kept.1.parse().with_context(|| format!("the score is {:?}", kept.1))?;
        ensure!(score == 0.0 || score == 100.0, "the score is {score}");
        ensure!(kept.2.chars().count() <= STATE_MAX, "{} characters", kept.2.chars().count());
        Ok(())
    };
    session.check("status, score and state", first).await;
    let second = async {
        let other = session.browser().await?;
        let core = json!({ "core": { "lesson_status": kept.0, "score": { "raw": kept.1 } }, "suspend_data": kept.2 });
        let encoded: String = core.to_string().bytes().map(|byte| format!("%{byte:02x}")).collect();
        other.open(&format!("{}#{encoded}", platform.url())).await?;
        let back = async || {
            Way::Package.enter(&other).await?;
            Lab(&other).look().await
        };
        let seen = until("the result is back", back, |seen| seen.is_idle() && !seen.rows.is_empty()).await?;
        ensure!(!seen.verdicts.is_empty(), "{seen:#?}");
        Ok(())
    };
    session.check("a second visit in another profile", second).await;
    Ok(())
}

/// The lab runs in a page of each tool.
async fn pages_of_tools(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let pages = StoredPages::start(&site.root)?;
    for (name, way) in StoredPages::ALL {
        let runs = async {
            browser.leave_frame().await?;
            browser.open(&pages.url(name)).await?;
            let ready = async || {
                way.enter(&browser).await?;
                Lab(&browser).look().await
            };
            until("the lab is there", ready, LabSnapshot::is_idle).await?;
            let seen = Lab(&browser).run_to_end().await?;
            ensure!(seen.isolated == session.engine.isolates_frames(), "{seen:#?}");
            let rows = if seen.isolated { 3 } else { 2 };
            ensure!(seen.rows.len() >= rows, "not all rows: {seen:#?}");
            if way == Way::Element {
                fits(&browser).await?;
            }
            session.found(
                format!("a page made by a tool: {name}"),
                if seen.isolated { "threads and processes" } else { "processes" },
            );
            Ok(())
        };
        session.check(name, runs).await;
    }
    Ok(())
}

async fn dialog(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let page = site.url("embed/?lab=race&lang=en&rounds=100000");
    let missing = async {
        site.faults.set("assets/dialog-", Fault::Missing);
        browser.open(&page).await?;
        Lab(&browser).until_idle().await?;
        browser.click("[data-action=embed]").await?;
        let named =
            |seen: &LabSnapshot| seen.errors.iter().any(|error| error.starts_with("The dialog could not be loaded"));
        Lab(&browser).until("the page says that the dialog is missing", named).await.map(drop)
    };
    session.check("a dialog that does not arrive is named", missing).await;
    site.faults.lift();
    browser.open(&page).await?;
    Lab(&browser).until_idle().await?;
    browser.click("[data-action=embed]").await?;
    let text = "return document.querySelector('#embedding-text')?.value ?? '';";
    let read = async || browser.script::<String>(text, &[]).await;
    let choose = "
        const [name, value] = arguments;
        const select = document.querySelector(`select[name=${name}]`);
        select.value = value;
        select.dispatchEvent(new Event('change'));";
    let opens = async {
        let text = until("the dialog is there", read, |text| text.contains("<kosut-lab")).await?;
        ensure!(text.contains("kosut-embed.js") && text.contains("rounds=100000"), "{text}");
        let focused: bool =
            browser.script("return document.querySelector('dialog').contains(document.activeElement);", &[]).await?;
        ensure!(focused, "the focus is outside of the dialog");
        accessibility::is_accessible(&browser).await?;
        width::fits_phones(&browser).await
    };
    session.check("it opens", opens).await;
    let platforms = async {
        for (platform, part) in [
            ("iframe", "<iframe src="),
            ("mdbook", "<kosut-lab lab=\"race\""),
            ("myst", "```{raw} html\n"),
            ("quarto", "```{=html}\n"),
            ("jupyter", "IFrame("),
            ("moodle", "cross-origin-isolated; clipboard-write"),
            ("openedx", "<iframe src="),
        ] {
            browser.script::<()>(choose, &["platform".into(), platform.into()]).await?;
            until(&format!("the text is for {platform}"), read, |text| text.contains(part)).await?;
        }
        browser.script::<()>(choose, &["language".into(), "tr".into()]).await?;
        browser.script::<()>("document.querySelector('input[value=code]').click();", &[]).await?;
        let text =
            until("the text follows", read, |text| text.contains("lang=tr") && text.contains("hide=code")).await?;
        ensure!(text.contains("title=\"Tek sayı için yarış\""), "{text}");
        Ok(())
    };
    session.check("each platform has its text", platforms).await;
    let preview = async {
        let frame = browser.find(".embedding-preview iframe").await?;
        frame.enter_frame().await?;
        let look = async || {
            let look =
                "return [document.documentElement.lang, document.querySelectorAll('[data-action=run]:enabled').length,
                document.querySelectorAll('kosut-code').length];";
            browser.script::<(String, u32, u32)>(look, &[]).await
        };
        let seen = until("the preview is there", look, |(_, run, _)| *run == 1).await?;
        ensure!((seen.0.as_str(), seen.2) == ("tr", 0), "{seen:?}");
        browser.leave_frame().await
    };
    session.check("the preview shows it", preview).await;
    let package = async {
        browser.script::<()>(choose, &["platform".into(), "scorm".into()]).await?;
        let status = "const link = document.querySelector('[data-action=package]');
            return link === null ? 0 : (await fetch(link.href, { method: 'HEAD' })).status;";
        until(
            "the package can be downloaded",
            async || browser.script::<u32>(status, &[]).await,
            |status| *status == 200,
        )
        .await
        .map(drop)
    };
    session.check("the package is there", package).await;
    let closes = async {
        browser.press(Key::Escape).await?;
        let dialogs = async || browser.script::<u32>("return document.querySelectorAll('dialog').length;", &[]).await;
        until("the dialog is closed", dialogs, |dialogs| *dialogs == 0).await?;
        let focused: String = browser.script("return document.activeElement?.dataset.action ?? '';", &[]).await?;
        ensure!(focused == "embed", "the focus is on {focused:?}");
        Ok(())
    };
    session.check("Escape closes it, and the focus returns", closes).await;
    Ok(())
}

async fn lab_pages(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let catalog: Value = serde_json::from_str(&std::fs::read_to_string(session.dist.join("catalog.json"))?)?;
    let named: Vec<&str> =
        catalog["labs"].as_array().into_iter().flatten().filter_map(|lab| lab["id"].as_str()).collect();
    let mut missing = labs::REGISTRY.iter().filter(|lab| !named.contains(lab));
    ensure!(missing.next().is_none(), "not all labs are in the catalogue: {named:?}");
    for (index, lab) in catalog["labs"].as_array().into_iter().flatten().enumerate() {
        // One language each: the other page is made in the same way.
        let language = if index % 2 == 0 { "tr" } else { "en" };
        let page = async {
            let path = lab[language]["page"].as_str().context("no page")?;
            browser.open(&site.url(path)).await?;
            let look = "return [document.querySelector('h1').innerText, document.documentElement.lang,
                document.querySelectorAll('kosut-lab').length,
                [...document.querySelectorAll('a[href]')].map(({ href }) => href)];";
            let (title, lang, count, links): (String, String, u32, Vec<String>) = browser.script(look, &[]).await?;
            let expected = lab[language]["title"].as_str().unwrap_or_default();
            ensure!((title.as_str(), lang.as_str(), count) == (expected, language, 1), "{title:?} {lang} {count}");
            let dead = "const dead = [];
                for (const href of arguments[0].filter((href) => href.startsWith(location.origin))) {
                    const [address, hash] = href.split('#');
                    const response = await fetch(address);
                    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
                    if (!response.ok || (hash && !page.getElementById(decodeURIComponent(hash)))) dead.push(href);
                }
                return dead;";
            let dead: Vec<String> = browser.script(dead, &[json!(links)]).await?;
            ensure!(dead.is_empty(), "links lead nowhere: {dead:?}");
            let has_embed =
                lab[language]["embed"].as_str().is_some_and(|embed| embed.contains(&format!("lang={language}")));
            ensure!(has_embed, "{lab:#}");
            Lab(&browser).until_idle().await.map(drop)
        };
        let name = lab["id"].as_str().unwrap_or_default();
        session.check(name, page).await;
        if index == 0 {
            session.check(format!("{name}: accessible"), accessibility::is_accessible(&browser)).await;
            session.check(format!("{name}: fits a phone"), width::fits_phones(&browser)).await;
        }
    }
    Ok(())
}
