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

use crate::{browser::Browser, site::Server, wait::until};

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

/// Pages that course tools have made of what the dialog *Embed* gives: see `pages/README.md`. Dropping it ends its server.
#[derive(Debug)]
pub struct StoredPages(Server);

/// The address in stored pages that stands for the site's.
pub const SITE_OF_STORED_PAGES: &str = "https://kosut.example/";

/// Where a page asks for scripts that its lab does not need. The tests have no network.
const NETWORK: &str = "https://cdnjs.cloudflare.com/";

impl StoredPages {
    /// The files, and what holds the lab in each.
    pub const ALL: [(&str, Way); 4] = [
        ("mdbook.html", Way::Element),
        ("sphinx.html", Way::Element),
        ("jupyter.html", Way::Frame),
        ("pandoc.html", Way::Element),
    ];

    /// Serves them with the labs of the site at this address.
    ///
    /// # Errors
    /// Returns an error when a page cannot be read, or there is no port.
    pub fn start(site: &str) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages");
        let mut pages = Router::new();
        for (name, _) in Self::ALL {
            let text = fs::read_to_string(folder.join(name)).with_context(|| format!("{name} cannot be read"))?;
            let text = text.replace(SITE_OF_STORED_PAGES, site).replace(NETWORK, "/missing/");
            pages = pages.route(&format!("/{name}"), get(async || Html(text)));
        }
        Ok(StoredPages(Server::start(pages)?))
    }

    /// The address of a page.
    pub fn url(&self, name: &str) -> String {
        self.0.url(&format!("/{name}"))
    }
}

/// The element that holds a lab in a course page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The page's first frame.
    Frame,
    /// `<kosut-lab>`.
    Element,
    /// A SCORM package, which is in the page's first frame.
    Package,
}

impl Way {
    /// Makes the lab's frame the current one.
    ///
    /// # Errors
    /// Returns an error when there is no such element, or it has no frame yet.
    pub async fn enter(self, browser: &Browser) -> Result<()> {
        match self {
            Way::Frame => browser.enter_frame().await,
            Way::Element => {
                // It is loaded when the reader comes near.
                browser.leave_frame().await?;
                let near = "document.querySelector('kosut-lab')?.scrollIntoView({ behavior: 'instant' });";
                browser.script::<()>(near, &[]).await?;
                enter_element(browser, "kosut-lab").await
            }
            Way::Package => {
                browser.enter_frame().await?;
                enter_element_here(browser, "kosut-lab").await
            }
        }
    }
}

/// Makes the frame of a page's `<kosut-lab>` the current one.
///
/// # Errors
/// Returns an error when there is no such element, or it has no frame yet.
pub async fn enter_element(browser: &Browser, selector: &str) -> Result<()> {
    browser.leave_frame().await?;
    enter_element_here(browser, selector).await
}

/// Waits until the lab's frame, the current one, is as high as the lab.
///
/// # Errors
/// Returns an error when it stays too low.
pub async fn fits(browser: &Browser) -> Result<()> {
    let beyond = "return document.documentElement.scrollHeight - window.innerHeight;";
    let look = async || browser.script::<f64>(beyond, &[]).await;
    until("nothing of the lab is below its frame", look, |beyond| *beyond <= 1.0).await.map(drop)
}

async fn enter_element_here(browser: &Browser, selector: &str) -> Result<()> {
    // A script finds it, because Firefox does not look for elements in a shadow root in the way that WebDriver's client asks.
    let find = "return document.querySelector(arguments[0])?.shadowRoot?.querySelector('iframe');";
    let frame = browser.driver.execute(find, vec![selector.into()]).await?.element()?;
    frame.enter_frame().await.context("the lab's frame cannot be entered")
}
