//! `/metrics`, on the operator's own listener: where each log stands and how many read along, in Prometheus' text
//! format.

use std::fmt::Write;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use store::Store;

use crate::app::{App, Site};
use crate::web::problem::Problem;

/// The operator's router.
pub fn router(site: &Site) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(site.clone())
}

async fn metrics(State(site): State<Site>) -> Result<Response, Problem> {
    let text = text(&site).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}

async fn text(site: &App) -> Result<String, Problem> {
    let mut tx = site.store.read().await?;
    let mut text = String::from(
        "# TYPE doithoai_reads_total counter\n# TYPE doithoai_log_events counter\n# TYPE doithoai_questions gauge\n# TYPE doithoai_viewers gauge\n",
    );
    // Writing to a String does not fail.
    let _ = writeln!(text, "doithoai_reads_total {}", Store::reads());
    for head in tx.log_heads().await? {
        let (no, viewers) = (head.no, site.live.viewers(head.no));
        let balance = tx.balance(no).await?;
        let _ = writeln!(text, "doithoai_log_events{{log=\"{no}\"}} {}", head.seq);
        let _ = writeln!(text, "doithoai_viewers{{log=\"{no}\"}} {viewers}");
        for (state, count) in [
            ("received", balance.received),
            ("pending", balance.pending),
            ("approved", balance.approved),
            ("answered", balance.answered),
        ] {
            let _ = writeln!(text, "doithoai_questions{{log=\"{no}\",state=\"{state}\"}} {count}");
        }
    }
    Ok(text)
}
