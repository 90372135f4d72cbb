//! Servers: the finished site on a host that sends the headers or on one that sends none, and pages of courses.

use std::{net::SocketAddr, path::Path, sync::Arc};

use anyhow::Result;
use axum::{
    Router,
    extract::{RawQuery, Request},
    http::{HeaderName, HeaderValue},
    middleware::{from_fn_with_state, map_request, map_response},
    response::{Html, Response},
    routing::get,
};
use tokio::task::JoinHandle;
use xtask::{
    headers::ISOLATION,
    serve::{Headers, bind, router},
};

use crate::faults::{Faults, apply};

/// The folders with pages.
const FOLDERS: [&str; 3] = ["/tr", "/en", "/embed"];

/// Where the pages of courses are.
const COURSE: &str = "/a-course";

const SANDBOXED: &str = "/a-course-with-a-sandbox";

const CREDENTIALLESS: &str = "/a-course-that-is-isolated";

/// Folders of a plain host whose names are encoded in addresses: `ders notları/koşut`.
const ENCODED_PATH: &str = "/ders%20notlar%C4%B1/ko%C5%9Fut/";

/// A server. Dropping it closes its port.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves pages on a port of its own.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn start(pages: Router) -> Result<Self> {
        let listener = bind(0)?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        // It fails only when it cannot accept connections any more, which the page shows.
        let task = tokio::spawn(async move { drop(axum::serve(listener, pages).await) });
        Ok(Server { address, task })
    }

    /// The address of a path. Its host is a number, so that it is another site than [`Site`]'s.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
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
        Site::start(dist, Headers::Shipped, "/")
    }

    /// A host that sends no headers of the site's, under a path of several folders.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn without_headers(dist: &Path) -> Result<Self> {
        Site::start(dist, Headers::None, "/course/kosut/")
    }

    /// A host that sends no headers of the site's, under a path with a space and Turkish letters.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn below_an_encoded_path(dist: &Path) -> Result<Self> {
        Site::start(dist, Headers::None, ENCODED_PATH)
    }

    /// A host that sends the isolation headers and one of its own.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn with_header(dist: &Path, name: &'static str, value: &'static str) -> Result<Self> {
        let add = move |mut response: Response| async move {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            response
        };
        Site::serve(router(dist, Headers::Shipped)?.layer(map_response(add)), Headers::Shipped, "/")
    }

    /// A host that answers for a folder's address without its slash, where others redirect. It sends the isolation headers.
    ///
    /// # Errors
    /// Returns an error when there is no port.
    pub fn without_slashes(dist: &Path) -> Result<Self> {
        Site::serve(router(dist, Headers::Shipped)?.layer(map_request(add_slash)), Headers::Shipped, "/")
    }

    fn start(dist: &Path, headers: Headers, path: &str) -> Result<Self> {
        Site::serve(router(dist, headers)?, headers, path)
    }

    fn serve(site: Router, headers: Headers, path: &str) -> Result<Self> {
        let faults = Arc::new(Faults::default());
        let site = match path.trim_end_matches('/') {
            "" => site,
            folder => Router::new().nest(folder, site),
        };
        let course = Router::new().route(COURSE, get(course));
        let course = if headers == Headers::Shipped { course.layer(map_response(isolate)) } else { course };
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
        let isolated = Router::new().route(CREDENTIALLESS, get(credentialless)).layer(map_response(isolate));
        let pages = Router::new().route(COURSE, get(course)).route(SANDBOXED, get(sandboxed)).merge(isolated);
        Ok(ForeignCourse(Server::start(pages)?))
    }

    /// The address of a course page that embeds this address.
    pub fn course(&self, embedded: &str) -> String {
        course_url(&self.0.url(COURSE), embedded)
    }

    /// The address of an isolated course page that embeds this address in a frame without credentials.
    pub fn credentialless(&self, embedded: &str) -> String {
        course_url(&self.0.url(CREDENTIALLESS), embedded)
    }

    /// The address of a course page that embeds this address in a sandbox without an origin.
    pub fn sandboxed(&self, embedded: &str) -> String {
        course_url(&self.0.url(SANDBOXED), embedded)
    }
}

fn course_url(page: &str, embedded: &str) -> String {
    // The embedded address comes last and whole: nothing of it has to be encoded.
    format!("{page}?{embedded}")
}

/// A page of a course. It keeps the frame's messages in `heard`.
async fn course(RawQuery(embedded): RawQuery) -> Html<String> {
    page_with_frame(embedded, "")
}

async fn sandboxed(RawQuery(embedded): RawQuery) -> Html<String> {
    page_with_frame(embedded, "sandbox=\"allow-scripts\"")
}

async fn credentialless(RawQuery(embedded): RawQuery) -> Html<String> {
    page_with_frame(embedded, "credentialless")
}

fn page_with_frame(embedded: Option<String>, attributes: &str) -> Html<String> {
    let source = embedded.unwrap_or_default().replace('&', "&amp;").replace('"', "&quot;");
    Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A course</title><h1>A course</h1>
         <script>
           window.heard = [];
           addEventListener('message', (event) => heard.push({{ origin: event.origin, data: event.data }}));
         </script>
         <iframe src=\"{source}\" {attributes} title=lab allow=\"cross-origin-isolated; clipboard-write\"
           style=\"width: 100%; height: 700px\"></iframe>"
    ))
}

/// Asks for the folder with its slash instead.
async fn add_slash(mut request: Request) -> Request {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    if FOLDERS.contains(&path) {
        *request.uri_mut() = format!("{path}/?{query}").parse().unwrap_or_default();
    }
    request
}

async fn isolate(mut response: Response) -> Response {
    for (name, value) in ISOLATION {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), value.parse()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
