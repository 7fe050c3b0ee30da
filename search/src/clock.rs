//! How long a thing takes: a search has a budget, and learning has a share of the time.

use std::time::Instant;

/// Now, on a clock that only goes forward.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where this crate reads a clock: it measures, and decides nothing that is kept"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}
