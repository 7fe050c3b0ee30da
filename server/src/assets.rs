//! Styles and scripts: each page's files are joined into one at start, with a hash of its content in the name.

use std::collections::HashMap;

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::keys::sha256;
use crate::web::problem::Problem;

macro_rules! join {
    ($($file:literal),+ $(,)?) => { concat!($(include_str!(concat!("../../static/", $file)), "\n"),+) };
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// What each kind of page loads. Scripts of one bundle share one module's scope, in this order.
const BUNDLES: [(&str, &str, &str); 8] = [
    (
        "site.css",
        CSS,
        join![
            "css/tokens.css",
            "css/base.css",
            "css/layout.css",
            "css/form.css",
            "css/home.css",
            "css/card.css",
            "css/session.css",
            "css/archive.css",
            "css/desk.css",
            "css/editor.css",
            "css/console.css",
            "css/office.css",
            "css/presenter.css",
            "css/print.css"
        ],
    ),
    ("early.js", JS, join!["js/memory.js", "js/comfort.js"]),
    (
        "site.js",
        JS,
        join!["js/memory.js", "js/words.js", "js/vote.js", "js/draft.js", "js/outbox.js", "js/receipt.js"],
    ),
    (
        "live.js",
        JS,
        join![
            "js/memory.js",
            "js/words.js",
            "js/vote.js",
            "js/draft.js",
            "js/outbox.js",
            "js/room.js",
            "js/fragment.js",
            "js/focus.js",
            "js/news.js",
            "js/aloud.js",
            "js/board.js",
            "js/stream.js"
        ],
    ),
    (
        "desk.js",
        JS,
        join![
            "js/memory.js",
            "js/words.js",
            "js/draft.js",
            "js/fragment.js",
            "js/stream.js",
            "js/changes.js",
            "js/desk.js"
        ],
    ),
    ("office.js", JS, join!["js/memory.js", "js/words.js", "js/draft.js", "js/fragment.js", "js/office.js"]),
    ("editor.js", JS, join!["js/memory.js", "js/words.js", "js/draft.js", "js/order.js", "js/editor.js"]),
    ("presenter.js", JS, join!["js/words.js", "js/fragment.js", "js/stream.js", "js/presenter.js"]),
];

/// A file ready to send.
struct Asset {
    kind: &'static str,
    body: &'static str,
}

/// All joined files by their hashed path, and the paths by name.
pub struct Assets {
    files: HashMap<String, Asset>,
    paths: HashMap<&'static str, String>,
}

impl Assets {
    #[must_use]
    pub fn load() -> Self {
        let mut assets = Self { files: HashMap::new(), paths: HashMap::new() };
        for (name, kind, body) in BUNDLES {
            let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
            let file = format!("{stem}-{}.{ending}", &sha256(body)[..12]);
            assets.paths.insert(name, format!("/static/{file}"));
            assets.files.insert(file, Asset { kind, body });
        }
        assets
    }

    /// The path of a bundle, for a page's head.
    #[must_use]
    pub fn path(&self, name: &str) -> &str {
        self.paths.get(name).map_or("", String::as_str)
    }

    /// The file under a hashed name; its content never changes, so a browser may keep it for a year.
    #[must_use]
    pub fn serve(&self, file: &str) -> Response {
        let Some(asset) = self.files.get(file) else { return Problem::not_found().into_response() };
        let forever = "public, max-age=31536000, immutable";
        ([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, forever)], asset.body).into_response()
    }
}
