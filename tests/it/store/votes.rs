//! One vote per voter and question, whatever is retried; merging sums voters, not counts.

use std::time::Duration;

use dialogue::question::{Moderation, Question};
use store::Store;
use tokio::sync::oneshot;

use super::given::{NOW, approved, begin, file_all, id, merged};
use super::on_both;

async fn cast<const N: usize>(store: &Store, question: &Question, voters: [u128; N]) {
    let question = question.id;
    commit!(store, tx => {
        tx.cast_votes(&voters.map(|voter| (question, id(voter))), NOW).await?;
    });
}

async fn recount(store: &Store, question: &Question) -> i64 {
    let question = question.id;
    let counted = commit!(store, tx => tx.recount_votes(question).await?);
    let stored = look!(store, tx => tx.question(question)).expect("it stands").question.votes;
    assert_eq!(stored, counted, "what is told is what is stored");
    counted
}

#[tokio::test]
async fn a_vote_counts_once_until_it_is_taken_back() {
    on_both(async |store| {
        begin(&store, 1).await;
        let (first, second) = (approved(0, 1), approved(0, 2));
        file_all(&store, &[first.clone(), second.clone()]).await;
        let own = first.id;
        for fresh in [1, 0, 0] {
            assert_eq!(commit!(store, tx => tx.cast_votes(&[(own, id(1))], NOW).await?), fresh);
        }
        cast(&store, &first, [2]).await;
        assert_eq!((recount(&store, &first).await, recount(&store, &second).await), (2, 0));
        let mine = look!(store, tx => tx.voted(id(1), &[first.id, second.id]));
        assert_eq!((mine, look!(store, tx => tx.voted(id(1), &[]))), (vec![first.id], vec![]));
        for stood in [1, 0] {
            assert_eq!(commit!(store, tx => tx.take_back_votes(&[(own, id(1))]).await?), stood);
        }
        assert_eq!(recount(&store, &first).await, 1);
        assert!(look!(store, tx => tx.voted(id(1), &[first.id])).is_empty());
        let nothing = attempt!(store, tx => tx.cast_votes(&[(id(99), id(1))], NOW).await?);
        assert!(nothing.is_err_and(|error| error.is_referred()), "no such question");
        assert_eq!(commit!(store, tx => tx.recount_votes(id(99)).await?), 0);
    })
    .await;
}

#[tokio::test]
async fn merging_sums_voters_and_unmerging_gives_them_back() {
    on_both(async |store| {
        begin(&store, 2).await;
        let kept = approved(1, 1);
        let (joined, namesake) = (merged(2, &kept), approved(0, 1));
        file_all(&store, &[kept.clone(), joined.clone(), namesake.clone()]).await;
        cast(&store, &kept, [1, 2]).await;
        cast(&store, &joined, [2, 3]).await;
        cast(&store, &namesake, [4, 5, 6, 7]).await;
        assert_eq!(recount(&store, &kept).await, 3, "who voted for both is one voter");
        let unmerged = Question { moderation: Moderation::Approved, merged_into: None, ..joined };
        commit!(store, tx => tx.save_question(&unmerged, 9).await?);
        assert_eq!(recount(&store, &kept).await, 2);
    })
    .await;
}

#[tokio::test]
async fn voters_follow_a_question_that_is_merged_on() {
    on_both(async |store| {
        begin(&store, 2).await;
        let last = approved(1, 1);
        let middle = merged(2, &last);
        let first = merged(3, &middle);
        file_all(&store, &[last.clone(), middle.clone(), first.clone()]).await;
        cast(&store, &last, [1]).await;
        cast(&store, &middle, [1, 2]).await;
        cast(&store, &first, [2, 3]).await;
        assert_eq!(recount(&store, &last).await, 3);
        assert_eq!(recount(&store, &middle).await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_count_that_waited_for_another_has_seen_its_voter() {
    on_both(async |store| {
        begin(&store, 1).await;
        let question = approved(0, 1);
        file_all(&store, std::slice::from_ref(&question)).await;
        let question = question.id;
        let (tell, begun) = oneshot::channel();
        let (first, second) = tokio::join!(
            async {
                attempt!(store, tx => {
                    tx.cast_votes(&[(question, id(1))], NOW).await?;
                    let votes = tx.recount_votes(question).await?;
                    let _ = tell.send(());
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    votes
                })
            },
            async {
                begun.await.expect("the first has counted, and is not committed");
                attempt!(store, tx => {
                    tx.cast_votes(&[(question, id(2))], NOW).await?;
                    tx.recount_votes(question).await?
                })
            },
        );
        assert_eq!((first.expect("committed"), second.expect("committed")), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_voter_who_waited_for_a_merge_meets_the_merged_question() {
    on_both(async |store| {
        begin(&store, 2).await;
        let (kept, joined) = (approved(1, 1), approved(1, 2));
        file_all(&store, &[kept.clone(), joined.clone()]).await;
        let (after, id_of_joined, name_of_joined) = (merged(2, &kept), joined.id, joined.name);
        let (tell, begun) = oneshot::channel();
        let (first, second) = tokio::join!(
            async {
                attempt!(store, tx => {
                    tx.lock_question(after.name).await?;
                    tx.save_question(&after, 9).await?;
                    let _ = tell.send(());
                    tokio::time::sleep(Duration::from_millis(200)).await;
                })
            },
            async {
                begun.await.expect("the question is merged, and the merge is not committed");
                attempt!(store, tx => {
                    tx.lock_question(name_of_joined).await?;
                    tx.question(id_of_joined).await?.expect("it stands").question.moderation
                })
            },
        );
        first.expect("committed");
        assert_eq!(second.expect("committed"), Moderation::Merged);
    })
    .await;
}
