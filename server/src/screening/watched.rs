//! The words of the site's administrator by which the screen reads: those that may insult, those that are hidden.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use dialogue::session::SITE_LOG;
use moderation::screen::{self, Masking, Terms};
use store::{Maskwords, Store, StoreError, Watchwords};

/// The present lists, shared by everything that shows or orders the desk.
#[derive(Clone, Default)]
pub struct Watched(Arc<RwLock<Known>>);

/// The kind of what insults; it is not masked.
pub const ABUSE: &str = "abuse";
/// How many texts' findings are remembered; all are forgotten beyond.
const MOST: usize = 8_192;

/// A finding: its kind on the wire, what the desk calls it, and its place in characters.
pub type Told = (&'static str, &'static str, Range<usize>);

/// Both lists, and what they found last: a row of the desk is shown far more often than its text is new.
#[derive(Debug, Default)]
pub struct Words {
    /// What may insult.
    pub terms: Terms,
    /// What is always hidden, or never.
    pub masking: Masking,
    /// By a keyed hash of the text. No part of a text is kept: what is erased must not stand here.
    found: Mutex<HashMap<u64, Arc<[Told]>>>,
    hasher: RandomState,
}

impl Words {
    fn new(terms: Terms, masking: Masking) -> Self {
        Self { terms, masking, ..Self::default() }
    }

    /// What the screen finds in a text: personal data, then insults, then what it is as a whole.
    pub fn findings(&self, text: &str) -> Arc<[Told]> {
        let key = self.hasher.hash_one(text);
        if let Some(known) = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let found: Arc<[Told]> = self.find(text).into();
        let mut known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, Arc::clone(&found));
        found
    }

    fn find(&self, text: &str) -> Vec<Told> {
        let personal = self.masking.personal(text).into_iter();
        let personal = personal.map(|found| (found.kind.code(), found.kind.label(), found.start..found.end));
        let insults = self.terms.abuse(text).into_iter().map(|place| (ABUSE, "lời lẽ xúc phạm", place));
        let whole = || 0..text.chars().count();
        let character = screen::character(text).into_iter();
        let character = character.map(|found| (found.code(), found.label(), whole()));
        personal.chain(insults).chain(character).collect()
    }
}

/// The lists as of an event of the site's log.
#[derive(Default)]
struct Known {
    seq: Option<i64>,
    /// What they were read from: tens of thousands of phrases are not read again for another event.
    texts: (String, String),
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
        let texts = (insults.join("\n"), hidden.join("\n"));
        let same = {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            (known.texts == texts).then(|| Arc::clone(&known.words))
        };
        let words =
            same.unwrap_or_else(|| Arc::new(Words::new(Terms::read(&texts.0), Masking::read(&texts.1))));
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.seq < seq || known.seq.is_none() {
            *known = Known { seq, texts, words };
        }
        Ok(Arc::clone(&known.words))
    }
}
