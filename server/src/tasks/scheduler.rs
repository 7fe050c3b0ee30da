//! Opens, starts and ends sessions on time.

use std::time::Duration;

use dialogue::session::SessionState;

use crate::actions::{Failure, clock_move};
use crate::app::{App, Site};

/// How late the clock may be.
const LOOK: Duration = Duration::from_millis(500);

pub async fn run(site: Site) {
    let mut ticks = tokio::time::interval(LOOK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = move_sessions(&site).await {
            tracing::error!(%error, "the scheduler could not move a session");
        }
    }
}

async fn move_sessions(site: &App) -> Result<(), Failure> {
    let sessions = site.store.read().await?.sessions().await?;
    let now = site.now();
    for session in sessions.iter().filter(|session| session.due_move(now).is_some()) {
        if let Some(moved) = clock_move(site, session.no).await? {
            tracing::info!(session = %moved.slug, state = %moved.state, "the clock moved a session");
        }
        debug_assert_ne!(session.state, SessionState::Draft);
    }
    Ok(())
}
