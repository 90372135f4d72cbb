//! Servers: the finished site on a host that sends the headers or on one that does not, and pages of courses.

use std::{path::Path, sync::Arc};

use anyhow::Result;
use axum::{
    Router,
    extract::RawQuery,
    http::HeaderName,
    middleware::{from_fn_with_state, map_response},
    response::{Html, Response},
    routing::get,
};
use xtask::{
    headers::ISOLATION,
    serve::{Headers, router, spawn},
};

use crate::faults::{Faults, apply};

/// Where the pages of courses are.
const COURSE: &str = "/a-course";

/// The finished site, served until the case ends.
#[derive(Debug)]
pub struct Site {
    /// Address of the site's root, with a slash at the end.
    pub root: String,
    /// What is wrong with it, and what it was asked for.
    pub faults: Arc<Faults>,
    /// Address of a page of a course on the same host, which sends the same headers.
    course: String,
}

impl Site {
    /// A host that sends the isolation headers.
    ///
    /// # Errors
    /// When there is no port.
    pub fn isolated(dist: &Path) -> Result<Self> {
        Site::start(dist, Headers::Isolated, "/")
    }

    /// A host that sends no headers of the site's, under a path of several folders.
    ///
    /// # Errors
    /// When there is no port.
    pub fn without_headers(dist: &Path) -> Result<Self> {
        Site::start(dist, Headers::None, "/course/kosut/")
    }

    fn start(dist: &Path, headers: Headers, path: &str) -> Result<Self> {
        let faults = Arc::new(Faults::default());
        let site = router(dist, headers);
        let site = match path.trim_end_matches('/') {
            "" => site,
            folder => Router::new().nest(folder, site),
        };
        let course = Router::new().route(COURSE, get(course));
        let course = if headers == Headers::Isolated { course.layer(map_response(isolate)) } else { course };
        let all = course.fallback_service(site).layer(from_fn_with_state(Arc::clone(&faults), apply));
        // By name, so that a page at the number is one of another site.
        let origin = format!("http://localhost:{}", spawn(all, 0)?.port());
        Ok(Site { root: format!("{origin}{path}"), faults, course: format!("{origin}{COURSE}") })
    }

    /// The address of a page.
    pub fn url(&self, relative: &str) -> String {
        format!("{}{relative}", self.root)
    }

    /// The path of a page, as the server is asked for it.
    pub fn path(&self, relative: &str) -> String {
        let path = self.root.splitn(4, '/').nth(3).unwrap_or_default();
        format!("/{path}{relative}")
    }

    /// The address of a course page of the same origin that embeds this address.
    pub fn course(&self, embedded: &str) -> String {
        course_url(&self.course, embedded)
    }
}

/// A host of course pages that knows nothing of isolation: another site in the browser's eyes.
#[derive(Debug)]
pub struct ForeignCourse(String);

impl ForeignCourse {
    /// Starts it; it is served until the case ends.
    ///
    /// # Errors
    /// When there is no port.
    pub fn start() -> Result<Self> {
        let address = spawn(Router::new().route(COURSE, get(course)), 0)?;
        Ok(ForeignCourse(format!("http://{address}{COURSE}")))
    }

    /// The address of a course page that embeds this address.
    pub fn course(&self, embedded: &str) -> String {
        course_url(&self.0, embedded)
    }
}

fn course_url(page: &str, embedded: &str) -> String {
    // The embedded address comes last and whole: nothing of it has to be encoded.
    format!("{page}?{embedded}")
}

/// A page of a course: keeps what the frame posts in `heard`.
async fn course(RawQuery(embedded): RawQuery) -> Html<String> {
    let source = embedded.unwrap_or_default().replace('&', "&amp;").replace('"', "&quot;");
    Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A course</title><h1>A course</h1>
         <script>
           window.heard = [];
           addEventListener('message', (event) => heard.push({{ origin: event.origin, data: event.data }}));
         </script>
         <iframe src=\"{source}\" title=lab allow=\"cross-origin-isolated; clipboard-write\"
           style=\"width: 100%; height: 700px\"></iframe>"
    ))
}

async fn isolate(mut response: Response) -> Response {
    for (name, value) in ISOLATION {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), value.parse()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
