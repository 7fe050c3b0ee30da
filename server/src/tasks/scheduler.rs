//! Opens, starts and ends sessions on time, and declines what waits for an asker who stays silent.

use std::time::Duration;

use store::StoreError;
use uuid::Uuid;

use crate::actions::{Failure, clock_move, keep_clock, lapse, silent};
use crate::app::{App, Site};

/// How late the clock may be.
const LOOK: Duration = Duration::from_millis(500);
/// Silent askers are looked for once in so many rounds: each minute.
const ROUNDS: u32 = 120;

pub async fn run(site: Site) {
    let node = site.new_id();
    let mut round = 0u32;
    let mut ticks = tokio::time::interval(LOOK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match due(&site).await {
            // Nothing is written while nothing is due.
            Ok(sessions) if sessions.is_empty() => {}
            Ok(sessions) => match keep_clock(&site, node).await {
                Ok(true) => move_all(&site, &sessions).await,
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "the scheduler could not take its duty"),
            },
            Err(error) => tracing::error!(%error, "the scheduler could not read the sessions"),
        }
        if round.is_multiple_of(ROUNDS) {
            decline_silent(&site, node).await;
        }
        round = round.wrapping_add(1);
    }
}

async fn decline_silent(site: &App, node: Uuid) {
    let declined = async {
        let silent = silent(site).await?;
        if silent.is_empty() || !keep_clock(site, node).await? {
            return Ok(());
        }
        for name in silent {
            match lapse(site, name).await {
                Ok(true) => tracing::info!(question = %name, "its asker did not reply in time"),
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, question = %name, "the clock could not decline a question")
                }
            }
        }
        Ok::<(), Failure>(())
    };
    if let Err(error) = declined.await {
        tracing::error!(%error, "the scheduler could not decline what waits for its asker");
    }
}

/// The logs of the sessions to which the clock owes a move.
async fn due(site: &App) -> Result<Vec<i64>, StoreError> {
    let sessions = site.store.read().await?.sessions().await?;
    let now = site.now();
    Ok(sessions.iter().filter(|session| session.due_move(now).is_some()).map(|session| session.no).collect())
}

/// One session that cannot be moved does not keep the others waiting.
async fn move_all(site: &App, sessions: &[i64]) {
    for no in sessions {
        match clock_move(site, *no).await {
            Ok(Some(moved)) => {
                tracing::info!(session = %moved.slug, state = %moved.state, "the clock moved a session");
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, log = no, "the clock could not move a session"),
        }
    }
}
