//! Votes (quan tâm): one per voter and question, whatever is retried.

use dialogue::Millis;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Tx, each, row, run};

const CAST: &str = "INSERT INTO vote (question, voter, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const TAKE_BACK: &str = "DELETE FROM vote WHERE question = $1 AND voter = $2";
/// Whoever counts at the same moment waits here, and counts afterwards: PostgreSQL would take a count that waited from
/// before the wait.
const LOCK: &str = "UPDATE question SET votes = votes WHERE id = $1";
/// Merging sums voters, not counts: who voted for both is one voter, however often the question was merged on.
const RECOUNT: &str = "UPDATE question SET votes = (WITH RECURSIVE crowd (id, no, number) AS ( \
     SELECT id, no, number FROM question WHERE id = $1 \
     UNION SELECT q.id, q.no, q.number FROM crowd c JOIN question q ON q.no = c.no AND q.moderation = 'merged' \
     AND q.merged_into = CAST(c.no AS TEXT) || '-' || CAST(c.number AS TEXT)) \
     SELECT COUNT(DISTINCT v.voter) FROM vote v JOIN crowd c ON c.id = v.question) WHERE id = $1";
const COUNT: &str = "SELECT votes FROM question WHERE id = $1";

impl Tx {
    /// Holds a question until the end of the transaction: who reads it afterwards reads it as it stays.
    ///
    /// # Errors
    /// What the driver says; so for all methods here.
    pub async fn lock_question(&mut self, question: Uuid) -> Result<(), StoreError> {
        run!(self, LOCK, question)?;
        Ok(())
    }

    /// Casts a vote; false when it stood already.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn cast_vote(&mut self, question: Uuid, voter: Uuid, at: Millis) -> Result<bool, StoreError> {
        Ok(run!(self, CAST, question, voter, at.0)? == 1)
    }

    /// Takes a vote back; false when there was none.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn take_back_vote(&mut self, question: Uuid, voter: Uuid) -> Result<bool, StoreError> {
        Ok(run!(self, TAKE_BACK, question, voter)? == 1)
    }

    /// Counts the distinct voters of a question and of those merged into it, directly or by way of others.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn recount_votes(&mut self, question: Uuid) -> Result<i64, StoreError> {
        self.lock_question(question).await?;
        run!(self, RECOUNT, question)?;
        Ok(row!(self, (i64,), COUNT, question)?.map_or(0, |(votes,)| votes))
    }

    /// Which of these questions the voter supports.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn voted(&mut self, voter: Uuid, questions: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(Uuid,)> = each!(self, c => {
            let mut query = sqlx::QueryBuilder::new("SELECT question FROM vote WHERE voter = ");
            query.push_bind(voter).push(" AND question IN (");
            let mut ids = query.separated(", ");
            for id in questions {
                ids.push_bind(*id);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?;
        Ok(rows.into_iter().map(|(question,)| question).collect())
    }
}
