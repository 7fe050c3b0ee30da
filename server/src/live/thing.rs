//! What an event concerns, as it is now: it is read once, and shown in every lens.

use dialogue::answer::Answer;
use dialogue::event::{Event, EventKind};
use store::{Filed, News, StoreError, Tx};

/// An event and the present state of its thing: a question with its answers, or a notice's text.
pub struct Thing {
    pub event: Event,
    pub filed: Option<Filed>,
    pub answers: Vec<Answer>,
    pub notice: Option<String>,
}

impl Thing {
    /// # Errors
    /// What the store says; so for all functions here.
    pub async fn of(tx: &mut Tx, event: Event) -> Result<Self, StoreError> {
        let notice = match event.what.kind {
            EventKind::NoticePosted => tx.note(event.no, event.seq).await?.map(|note| note.text),
            _ => None,
        };
        Self::of_news(tx, News { event, notice }).await
    }

    pub async fn of_all(tx: &mut Tx, news: Vec<News>) -> Result<Vec<Self>, StoreError> {
        let mut things = Vec::with_capacity(news.len());
        for news in news {
            things.push(Self::of_news(tx, news).await?);
        }
        Ok(things)
    }

    /// For nobody to be shown to.
    pub fn unread(News { event, notice }: News) -> Self {
        Self { event, filed: None, answers: Vec::new(), notice }
    }

    async fn of_news(tx: &mut Tx, News { event, notice }: News) -> Result<Self, StoreError> {
        let mut thing = Self::unread(News { event, notice });
        if let Some(id) = thing.event.what.question {
            thing.filed = tx.question(id).await?;
            thing.answers = tx.answers_of(&[id]).await?;
        }
        Ok(thing)
    }
}
