//! Votes (quan tâm): one per voter and question, whatever is retried.

use dialogue::{Millis, PublicId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Tx, each, row, run};

const CAST: &str = "INSERT INTO vote (question, voter, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const TAKE_BACK: &str = "DELETE FROM vote WHERE question = $1 AND voter = $2";
/// Merging sums voters, not counts: who voted for both is one voter.
const RECOUNT: &str = "UPDATE question SET votes = (SELECT COUNT(DISTINCT v.voter) FROM vote v \
     JOIN question q ON q.id = v.question WHERE q.id = $1 OR (q.no = $2 AND q.merged_into = $3)) WHERE id = $1";
const COUNT: &str = "SELECT votes FROM question WHERE id = $1";

impl Tx {
    /// Casts a vote; false when it stood already.
    ///
    /// # Errors
    /// What the driver says; so for all methods here.
    pub async fn cast_vote(&mut self, question: Uuid, voter: Uuid, at: Millis) -> Result<bool, StoreError> {
        Ok(run!(self, CAST, question, voter, at.0)? == 1)
    }

    /// Takes a vote back; false when there was none.
    ///
    /// # Errors
    /// As [`Tx::cast_vote`].
    pub async fn take_back_vote(&mut self, question: Uuid, voter: Uuid) -> Result<bool, StoreError> {
        Ok(run!(self, TAKE_BACK, question, voter)? == 1)
    }

    /// Counts the distinct voters of a question and of those merged into it.
    ///
    /// # Errors
    /// As [`Tx::cast_vote`].
    pub async fn recount_votes(&mut self, question: Uuid, name: PublicId) -> Result<i64, StoreError> {
        run!(self, RECOUNT, question, name.no, name.to_string())?;
        Ok(row!(self, (i64,), COUNT, question)?.map_or(0, |(votes,)| votes))
    }

    /// Which of these questions the voter supports.
    ///
    /// # Errors
    /// As [`Tx::cast_vote`].
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
