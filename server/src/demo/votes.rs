//! The voters of the demonstration.

use dialogue::id::{Seeded, new_id};
use store::StoreError;
use uuid::Uuid;

use super::Outcome;
use super::play::Player;

impl Player<'_> {
    /// As many synthetic voters as the data says. The voters of a merged question are among those of its target, so
    /// that merging, which counts each voter once, keeps the target's number.
    pub async fn cast_votes(&self) -> Outcome<()> {
        let mut ballots = Vec::new();
        for q in &self.city.questions {
            let shared = q.merged_into.as_deref().unwrap_or(&q.id);
            let mut entropy = Seeded(shared.bytes().fold(7, |seed, byte| seed * 31 + u64::from(byte)));
            let voters: Vec<Uuid> = (0..q.votes).map(|_| new_id(self.now, &mut entropy)).collect();
            ballots.push((self.ids[q.id.as_str()], voters));
        }
        let at = self.now;
        let cast: Result<(), StoreError> = self
            .site
            .store
            .write(move |tx| {
                Box::pin(async move {
                    for (question, voters) in &ballots {
                        let votes: Vec<_> = voters.iter().map(|voter| (*question, *voter)).collect();
                        tx.cast_votes(&votes, at).await?;
                    }
                    for (question, _) in ballots {
                        tx.recount_votes(question).await?;
                    }
                    Ok(())
                })
            })
            .await;
        Ok(cast?)
    }
}
