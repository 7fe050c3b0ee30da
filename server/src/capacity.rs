//! How many readers the process has descriptors for: each socket is one, and most systems begin with 1,024.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors that readers of the public never get: the desk's, those of calls and files.
const RESERVE: u64 = 1_024;
/// More than this helps nobody.
const ENOUGH: u64 = 1 << 20;

/// Raises the limit as far as the system lets a process do that itself, and tells how many readers of the public it
/// leaves room for.
#[must_use]
pub fn readers() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let highest = maximum.unwrap_or(ENOUGH).min(ENOUGH);
    let mut limit = current.unwrap_or(ENOUGH);
    if limit < highest && setrlimit(Resource::Nofile, Rlimit { current: Some(highest), maximum }).is_ok() {
        limit = highest;
    }
    usize::try_from(limit - RESERVE.min(limit / 2)).unwrap_or(usize::MAX)
}
