//! Everything that a stranger can reach: from the home page along every link, along every route of the router, and
//! the first frames of every live stream.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::Duration,
};

use serde_json::Value;

use crate::{
    demo, html,
    http::{Client, Reply, Request},
    people::read,
    server::TestServer,
    ws::Viewer,
};

/// A list with five filters has thousands of addresses and always the same content.
const QUERIES_PER_PATH: usize = 60;
const MOST_PAGES: usize = 8_000;

/// What programs ask for and no page links to.
const DOORS: [&str; 7] = [
    "/api/v1/sessions/{slug}/questions?limit=100&state=approved,needs_info,rejected,merged,redirected,withdrawn",
    "/api/v1/sessions/{slug}/questions?limit=100&sort=votes",
    "/api/v1/sessions/{slug}/questions?limit=100&sort=answered",
    "/api/v1/archive?per_page=50",
    "/api/v1/archive?per_page=50&answered=true",
    "/api/v1/archive?per_page=50&answered=false",
    "/kho?page=2",
];

/// One thing that was reached: an address, and all that came from it, head included.
pub struct Page {
    pub address: String,
    pub status: u16,
    pub bytes: String,
}

impl Page {
    /// Whether it tells `secret`, however it is written: as it is, as HTML, as JSON, folded into lines.
    pub fn tells(&self, secret: &str) -> bool {
        self.reading().contains(secret)
    }

    /// What a reader makes of it: folded lines joined, JSON and then HTML read, all white space alike.
    fn reading(&self) -> String {
        let unfolded = self.bytes.replace("\r\n ", "");
        let json = unfolded.replace("\\n", " ").replace("\\\"", "\"").replace("\\/", "/");
        html::unescape(&json).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Which pages tell which secret, as lines to read.
pub fn leaks(pages: &[Page], secrets: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages {
        let reading = page.reading();
        let told = secrets.iter().filter(|secret| reading.contains(secret.as_str()));
        found.extend(told.map(|secret| format!("{} tells {secret:?}", page.address)));
    }
    found
}

/// Crawls as somebody without an account.
pub async fn everything_public(server: &TestServer) -> Vec<Page> {
    let mut crawler = Crawler::new(server);
    crawler.offer("/");
    let doors = DOORS.iter().map(|&door| door.to_owned());
    for address in routes().into_iter().chain(doors).flat_map(|route| fill(&route)) {
        crawler.offer(&address);
    }
    crawler.run().await;
    for slug in demo::slugs() {
        let session = read(&crawler.client, &format!("/api/v1/sessions/{slug}")).await;
        let resumed = format!("after=0&epoch={}", session["epoch"].as_str().expect("an epoch"));
        for query in ["audience=public", "audience=public&format=html", "audience=desk", &resumed] {
            crawler.listen(slug, query).await;
        }
        crawler.offer(&format!("/api/v1/sessions/{slug}/events?{resumed}"));
    }
    crawler.run().await;
    crawler.pages
}

struct Crawler<'a> {
    server: &'a TestServer,
    client: Client,
    waiting: VecDeque<String>,
    seen: HashSet<String>,
    queries: HashMap<String, usize>,
    pages: Vec<Page>,
}

impl<'a> Crawler<'a> {
    fn new(server: &'a TestServer) -> Self {
        Self {
            server,
            client: server.visitor(),
            waiting: VecDeque::new(),
            seen: HashSet::new(),
            queries: HashMap::new(),
            pages: Vec::new(),
        }
    }

    /// Puts an address of this site on the list, once.
    fn offer(&mut self, address: &str) {
        let local = address.strip_prefix(&self.server.url()).unwrap_or(address);
        let local = local.split('#').next().unwrap_or_default();
        if !local.starts_with('/') || local.starts_with("//") || local.contains(char::is_whitespace) {
            return;
        }
        let count = self.queries.entry(local.split('?').next().unwrap_or_default().to_owned()).or_default();
        if *count < QUERIES_PER_PATH && self.seen.insert(local.to_owned()) {
            *count += 1;
            self.waiting.push_back(local.to_owned());
        }
    }

    async fn run(&mut self) {
        while let Some(address) = self.waiting.pop_front() {
            assert!(self.pages.len() < MOST_PAGES, "the site has no end: {address}");
            let reply = self.client.send(Request::get(&address)).await;
            for link in links(&reply) {
                self.offer(&resolve(&address, &link));
            }
            // What people read under one address, programs read under another.
            if let Some(id) = address.strip_prefix("/cau-hoi/") {
                self.offer(&format!("/api/v1/questions/{id}"));
            }
            let head: Vec<String> =
                reply.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let bytes = format!("{}\r\n\r\n{}", head.join("\r\n"), reply.text());
            self.pages.push(Page { address, status: reply.status, bytes });
        }
    }

    /// The greeting and the snapshot of a live stream, and whatever comes right after.
    async fn listen(&mut self, slug: &str, query: &str) {
        let stranger = self.server.visitor();
        let address = format!("/live/{slug}?{query}");
        let (status, bytes) = match Viewer::try_join(self.server.address(), slug, query, &stranger).await {
            Err(status) => (status, String::new()),
            Ok(mut viewer) => {
                let mut frames = String::new();
                while let Some(frame) = viewer.within(Duration::from_millis(500)).await {
                    frames += &format!("{frame}\n");
                }
                (101, frames)
            }
        };
        self.pages.push(Page { address, status, bytes });
    }
}

/// What a reply points at: links and forms of a page, addresses in JSON, the goal of a redirect.
fn links(reply: &Reply) -> Vec<String> {
    let media_type = reply.header("content-type").unwrap_or_default().to_owned();
    let mut found: Vec<String> = reply.header("location").map(str::to_owned).into_iter().collect();
    if media_type.contains("json") {
        if let Ok(value) = serde_json::from_slice(&reply.body) {
            addresses(&value, &mut found);
        }
    } else if media_type.contains("html") || media_type.contains("xml") {
        let text = reply.text();
        for tag in html::tags(&text) {
            found
                .extend(["href", "src", "action"].iter().filter_map(|name| tag.get(name)).map(str::to_owned));
        }
    }
    found
}

fn addresses(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.starts_with('/') || text.starts_with("http") => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| addresses(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| addresses(field, found)),
        _ => {}
    }
}

fn resolve(page: &str, link: &str) -> String {
    if link.starts_with('/') || link.contains("://") {
        return link.to_owned();
    }
    let path = page.split('?').next().unwrap_or_default();
    if link.is_empty() || link.starts_with('?') {
        return format!("{path}{link}");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{link}")
}

/// The paths that stand as texts on the router's page; those of the API stand there without their `/api`.
fn routes() -> Vec<String> {
    let routes: Vec<String> = TestServer::routes().into_iter().map(|(_, path)| path).collect();
    assert!(routes.len() > 50, "the server names every path, and told only {routes:?}");
    routes
}

/// A route with its places filled in by everything that the demonstration has.
fn fill(route: &str) -> Vec<String> {
    let Some((before, rest)) = route.split_once('{') else { return vec![route.to_owned()] };
    let (place, after) = rest.split_once('}').unwrap_or((rest, ""));
    let values: Vec<String> = match place {
        "slug" => demo::slugs().into_iter().map(str::to_owned).collect(),
        "id" => {
            demo::questions().map(|item| demo::public_id(item["id"].as_str().unwrap_or_default())).collect()
        }
        "file" => demo::slugs().into_iter().map(|slug| format!("{slug}.ics")).collect(),
        "short" => (0..4).map(|no| format!("s{no}")).collect(),
        _ => vec!["x".to_owned()],
    };
    values.iter().flat_map(|value| fill(&format!("{before}{value}{after}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_seen_through_every_way_of_writing_it() {
        let page = |bytes: &str| Page { address: String::new(), status: 200, bytes: bytes.to_owned() };
        for bytes in [
            "a “b” & c",
            "a\n “b”  & c",
            "a “b” &amp; c",
            "a &#8220;b&#x201d; &amp;\nc",
            "a “b\r\n ” & c",
            r"a “b” &\nc",
        ] {
            assert!(page(bytes).tells("a “b” & c"), "{bytes}");
        }
        assert!(!page("a “b” c").tells("a “b” & c"));
    }

    #[test]
    fn links_are_resolved_as_a_browser_does() {
        assert_eq!(resolve("/kho?q=a", "?page=2"), "/kho?page=2");
        assert_eq!(resolve("/phien/a", "b"), "/phien/b");
        assert_eq!(resolve("/phien/a", "/kho"), "/kho");
    }

    #[test]
    fn routes_are_filled_with_all_that_exists() {
        assert_eq!(fill("/phien/{slug}").len(), 4);
        assert_eq!(fill("/cau-hoi/{id}").len(), 40);
    }
}
