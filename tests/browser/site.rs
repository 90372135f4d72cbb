//! Servers: the finished site on a host that sends the headers or on one that sends none, and pages of courses.

use std::{net::SocketAddr, path::Path, sync::Arc};

use anyhow::Result;
use axum::{
    Router,
    extract::RawQuery,
    http::HeaderName,
    middleware::{from_fn_with_state, map_response},
    response::{Html, Response},
    routing::get,
};
use tokio::task::JoinHandle;
use xtask::{
    headers::ISOLATION,
    serve::{Headers, bind, router},
};

use crate::faults::{Faults, apply};

/// Where the pages of courses are.
const COURSE: &str = "/a-course";

/// A server. Dropping it closes its port.
#[derive(Debug)]
struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    fn start(pages: Router) -> Result<Self> {
        let listener = bind(0)?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // It fails only when it cannot accept connections any more, which the page shows.
        let task = tokio::spawn(async move { drop(axum::serve(listener, pages).await) });
        Ok(Server { address, task })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The finished site on a server of its own. Dropping it ends the server.
#[derive(Debug)]
pub struct Site {
    /// Address of the site's root, with a slash at the end.
    pub root: String,
    /// The server's faults, and the paths that it was asked for.
    pub faults: Arc<Faults>,
    /// Address of a page of a course on the same host, which sends the same headers.
    course: String,
    _server: Server,
}

impl Site {
    /// A host that sends the isolation headers.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn isolated(dist: &Path) -> Result<Self> {
        Site::start(dist, Headers::Isolated, "/")
    }

    /// A host that sends no headers of the site's, under a path of several folders.
    ///
    /// # Errors
    /// Returns an error when there is no port.
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
        let server = Server::start(all)?;
        // By name, so that a page at the number belongs to another site.
        let origin = format!("http://localhost:{}", server.address.port());
        Ok(Site { root: format!("{origin}{path}"), faults, course: format!("{origin}{COURSE}"), _server: server })
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

/// A host of course pages without isolation headers: another site in the browser's eyes. Dropping it ends the server.
#[derive(Debug)]
pub struct ForeignCourse(Server);

impl ForeignCourse {
    /// Starts it.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn start() -> Result<Self> {
        Ok(ForeignCourse(Server::start(Router::new().route(COURSE, get(course)))?))
    }

    /// The address of a course page that embeds this address.
    pub fn course(&self, embedded: &str) -> String {
        course_url(&format!("http://{}{COURSE}", self.0.address), embedded)
    }
}

fn course_url(page: &str, embedded: &str) -> String {
    // The embedded address comes last and whole: nothing of it has to be encoded.
    format!("{page}?{embedded}")
}

/// A page of a course. It keeps the frame's messages in `heard`.
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
