//! The words that may insult, as the site's administrator left them.

use std::sync::{Arc, PoisonError, RwLock};

use dialogue::session::SITE_LOG;
use moderation::screen::Terms;
use store::{Store, StoreError, Watchwords};

/// The present list, shared by everything that shows or orders the desk.
#[derive(Clone, Default)]
pub struct Watched(Arc<RwLock<Known>>);

/// The list as of an event of the site's log.
#[derive(Default)]
struct Known {
    seq: Option<i64>,
    terms: Arc<Terms>,
}

impl Watched {
    #[must_use]
    pub fn now(&self) -> Arc<Terms> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).terms)
    }

    /// Reads the list anew when the site's log has grown, by whichever node; tells whether it is another one.
    ///
    /// # Errors
    /// What the store says.
    pub async fn look(&self, store: &Store) -> Result<bool, StoreError> {
        let mut tx = store.read().await?;
        let seq = tx.log_head(SITE_LOG).await?.map(|head| head.seq);
        if seq.is_some() && self.0.read().unwrap_or_else(PoisonError::into_inner).seq == seq {
            return Ok(false);
        }
        let lines: Vec<String> =
            tx.watchwords().await?.into_iter().map(|Watchwords { text, .. }| text).collect();
        let terms = Terms::read(&lines.join("\n"));
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let is_other = *known.terms != terms;
        *known = Known { seq, terms: if is_other { Arc::new(terms) } else { Arc::clone(&known.terms) } };
        Ok(is_other)
    }
}
