//! The words of the site's administrator by which the screen reads: those that may insult, those that are hidden.

use std::sync::{Arc, PoisonError, RwLock};

use dialogue::session::SITE_LOG;
use moderation::screen::{Masking, Terms};
use store::{Maskwords, Store, StoreError, Watchwords};

/// The present lists, shared by everything that shows or orders the desk.
#[derive(Clone, Default)]
pub struct Watched(Arc<RwLock<Known>>);

/// Both lists.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What may insult.
    pub terms: Terms,
    /// What is always hidden, or never.
    pub masking: Masking,
}

/// The lists as of an event of the site's log.
#[derive(Default)]
struct Known {
    seq: Option<i64>,
    words: Arc<Words>,
}

impl Watched {
    #[must_use]
    pub fn now(&self) -> Arc<Words> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).words)
    }

    /// The lists of now: read anew when the site's log has grown, by whichever node.
    ///
    /// # Errors
    /// What the store says.
    pub async fn look(&self, store: &Store) -> Result<Arc<Words>, StoreError> {
        let mut tx = store.peek().await?;
        let seq = tx.log_head(SITE_LOG).await?.map(|head| head.seq);
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            // What another call read meanwhile may be newer still.
            if seq.is_some() && known.seq >= seq {
                return Ok(Arc::clone(&known.words));
            }
        }
        let insults: Vec<String> =
            tx.watchwords().await?.into_iter().map(|Watchwords { text, .. }| text).collect();
        let hidden: Vec<String> =
            tx.maskwords().await?.into_iter().map(|Maskwords { text, .. }| text).collect();
        let words =
            Words { terms: Terms::read(&insults.join("\n")), masking: Masking::read(&hidden.join("\n")) };
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.seq < seq || known.seq.is_none() {
            let words = if *known.words == words { Arc::clone(&known.words) } else { Arc::new(words) };
            *known = Known { seq, words };
        }
        Ok(Arc::clone(&known.words))
    }
}
