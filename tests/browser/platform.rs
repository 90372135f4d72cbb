//! Learning platforms and course pages that do more than frame a lab: one with a SCORM 1.2 runtime, one with `<kosut-lab>`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result};
use axum::{Router, extract::RawQuery, response::Html, routing::get};
use tower_http::services::{ServeDir, ServeFile};
use xtask::scorm;

use crate::{browser::Browser, site::Server};

/// The SCORM runtime, an npm package.
const RUNTIME: &str = "../../www/node_modules/scorm-again/dist/scorm12.min.js";

/// A platform's page. What it kept of an earlier visit stands in the address, as JSON.
const PLATFORM_PAGE: &str =
    "<!doctype html><html lang=en><meta charset=utf-8><title>A platform</title><h1>A platform</h1>
    <script src='/runtime.js'></script>
    <script>
      const kept = decodeURIComponent(location.hash.slice(1));
      window.API = new Scorm12API({ autocommit: false, logLevel: 'ERROR', selfReportSessionTime: true });
      if (kept !== '') API.loadFromJSON(JSON.parse(kept), 'cmi');
    </script>
    <iframe src='/package/index.html' title=package style='width: 100%; height: 700px'></iframe>";

/// A platform that serves one SCORM package. Dropping it ends the server and removes the package.
#[derive(Debug)]
pub struct ScormPlatform {
    server: Server,
    folder: PathBuf,
}

impl ScormPlatform {
    /// Unpacks the package of a lab and serves it.
    ///
    /// # Errors
    /// Returns an error when the site has no such package, or there is no port.
    pub fn start(dist: &Path, lab: &str) -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("kosut-scorm-{}-{number}", process::id()));
        scorm::unpack(&dist.join("scorm").join(format!("{lab}.zip")), &folder)?;
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join(RUNTIME);
        let runtime = runtime.canonicalize().context("the SCORM runtime is not there; run: cargo xtask dist")?;
        let pages = Router::new()
            .route("/", get(async || Html(PLATFORM_PAGE)))
            .route_service("/runtime.js", ServeFile::new(runtime))
            .nest_service("/package", ServeDir::new(&folder));
        Ok(ScormPlatform { server: Server::start(pages)?, folder })
    }

    /// The address of the platform's page for a first visit.
    pub fn url(&self) -> String {
        self.server.url("/")
    }
}

impl Drop for ScormPlatform {
    fn drop(&mut self) {
        // A folder that cannot be removed is left to the system.
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A course page with elements `<kosut-lab>`, on a site of its own.
#[derive(Debug)]
pub struct ElementCourse(Server);

impl ElementCourse {
    /// Starts it.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn start() -> Result<Self> {
        Ok(ElementCourse(Server::start(Router::new().route("/", get(elements)))?))
    }

    /// The address of a page whose elements are of the site at this address.
    pub fn url(&self, site: &str) -> String {
        self.0.url(&format!("/?{site}"))
    }
}

/// Two elements, of a script that is loaded twice. Events are kept in `heard`.
async fn elements(RawQuery(site): RawQuery) -> Html<String> {
    let site = site.unwrap_or_default();
    Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A course</title><h1>A course</h1>
         <script>
           window.heard = [];
           for (const type of ['kosut-report', 'kosut-score', 'kosut-resize']) {{
             addEventListener(type, (event) => heard.push({{ type, lab: event.target.id, detail: event.detail }}));
           }}
         </script>
         <script src=\"{site}kosut-embed.js\"></script>
         <script src=\"{site}kosut-embed.js\"></script>
         <kosut-lab id=first lab=race lang=en query=\"rounds=100000\" keep>The lab did not arrive.</kosut-lab>
         <kosut-lab id=second lab=sharing lang=tr hide=\"code,controls\" theme=dark keep></kosut-lab>"
    ))
}

/// Makes the frame of a page's `<kosut-lab>` the current one.
///
/// # Errors
/// Returns an error when there is no such element, or it has no frame yet.
pub async fn enter_element(browser: &Browser, selector: &str) -> Result<()> {
    browser.leave_frame().await?;
    enter_element_here(browser, selector).await
}

/// Makes the lab's frame in a SCORM package the current one. The package is in the page's first frame.
///
/// # Errors
/// As [`enter_element`].
pub async fn enter_package(browser: &Browser) -> Result<()> {
    browser.enter_frame().await?;
    enter_element_here(browser, "kosut-lab").await
}

async fn enter_element_here(browser: &Browser, selector: &str) -> Result<()> {
    // A script finds it, because Firefox does not look for elements in a shadow root in the way that WebDriver's client asks.
    let find = "return document.querySelector(arguments[0])?.shadowRoot?.querySelector('iframe');";
    let frame = browser.driver.execute(find, vec![selector.into()]).await?.element()?;
    frame.enter_frame().await.context("the lab's frame cannot be entered")
}
