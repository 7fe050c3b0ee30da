//! Many read along: whoever is slow, or comes back, or votes, costs the others nothing.

mod cuts;
mod herd;
mod reserve;
mod stalled;
mod votes;

use serde_json::Value;

fn number(frame: &Value, name: &str) -> i64 {
    frame[name].as_i64().unwrap_or_else(|| panic!("no {name} in {frame}"))
}
