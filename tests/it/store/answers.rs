//! Answers in their versions, the working draft, the rating.

use dialogue::answer::{Answer, Draft, Mode};
use dialogue::question::{Question, Visibility};
use store::Recent;

use super::given::{NOW, answer, approved, begin, draft, file_all, id, question};
use super::{on_both, sql};

#[tokio::test]
async fn answers_are_read_back_in_the_order_of_their_versions() {
    on_both(async |store| {
        begin(&store, 1).await;
        let (first, second) = (approved(0, 1), approved(0, 2));
        file_all(&store, &[first.clone(), second.clone()]).await;
        let plain = Answer { legal_basis: Vec::new(), mode: Mode::Live, ..answer(second.id, 1) };
        let all = [answer(first.id, 1), answer(first.id, 2), plain];
        let filed = all.clone();
        commit!(store, tx => for answer in filed.iter().rev() {
            tx.file_answer(answer).await?;
        });
        assert_eq!(look!(store, tx => tx.answers_of(&[second.id, first.id, id(99)])), all);
        assert_eq!(look!(store, tx => tx.answers_of(&[second.id])), all[2..]);
        assert_eq!(look!(store, tx => tx.answers_of(&[])), []);
        let same_version = Answer { id: id(98), ..answer(first.id, 2) };
        let taken = attempt!(store, tx => tx.file_answer(&same_version).await?);
        assert!(taken.is_err_and(|error| error.is_taken()), "a version is published once");

        commit!(store, tx => tx.retract_answers(first.id).await?);
        let stands = look!(store, tx => tx.answers_of(&[first.id, second.id]));
        assert_eq!(stands.iter().map(|answer| answer.retracted).collect::<Vec<_>>(), [true, true, false]);
    })
    .await;
}

#[tokio::test]
async fn new_answers_are_listed_only_while_the_public_may_read_them() {
    on_both(async |store| {
        begin(&store, 1).await;
        let title = Some("Tên".to_owned());
        let private = Question { visibility: Visibility::Private, ..approved(0, 4) };
        let questions =
            [approved(0, 1), Question { title, ..approved(0, 2) }, question(0, 3), private, approved(0, 5)];
        file_all(&store, &questions).await;
        commit!(store, tx => {
            for (at, question) in (0..).zip(&questions) {
                tx.file_answer(&Answer { at: NOW.plus(at / 2), ..answer(question.id, 1) }).await?;
            }
            tx.file_answer(&answer(questions[0].id, 2)).await?;
            tx.retract_answers(questions[4].id).await?;
        });
        let line = |number, title: Option<&str>| Recent {
            no: 0,
            number,
            title: title.map(str::to_owned),
            unit_name: "Văn phòng".to_owned(),
            at: NOW.0,
        };
        assert_eq!(look!(store, tx => tx.recent_answers(9)), [line(1, None), line(2, Some("Tên"))]);
        assert_eq!(look!(store, tx => tx.recent_answers(1)), [line(1, None)]);
    })
    .await;
}

#[tokio::test]
async fn a_question_has_one_draft_and_it_is_replaced() {
    on_both(async |store| {
        begin(&store, 1).await;
        let question = approved(0, 1);
        file_all(&store, std::slice::from_ref(&question)).await;
        let question = question.id;
        assert_eq!(look!(store, tx => tx.draft(question)), None);
        commit!(store, tx => tx.save_draft(&draft(question)).await?);
        assert_eq!(look!(store, tx => tx.draft(question)), Some(draft(question)));
        let next = Draft {
            text: "Xong".to_owned(),
            mode: Mode::Written,
            legal_basis: vec!["Luật Đất đai".to_owned()],
            revision: 2,
            by: id(5),
            by_name: "Người khác".to_owned(),
            saved_at: NOW.plus(1),
            submitted_by: Some(id(5)),
            ..draft(question)
        };
        let saved = next.clone();
        commit!(store, tx => tx.save_draft(&saved).await?);
        assert_eq!(look!(store, tx => tx.draft(question)), Some(next.clone()));
        assert_eq!(look!(store, tx => tx.drafts_of(&[question, id(99)])), [next]);
        assert_eq!(look!(store, tx => tx.drafts_of(&[])), []);
        commit!(store, tx => tx.drop_draft(question).await?);
        assert_eq!(look!(store, tx => tx.draft(question)), None);
    })
    .await;
}

#[tokio::test]
async fn a_question_is_rated_once_and_may_be_rated_anew() {
    const RATED: &str =
        "SELECT CAST(score AS TEXT) || ' ' || COALESCE(comment, '-') || ' ' || CAST(at AS TEXT) FROM rating";
    on_both(async |store| {
        begin(&store, 1).await;
        let question = approved(0, 1);
        file_all(&store, std::slice::from_ref(&question)).await;
        commit!(store, tx => tx.rate(question.id, 2, Some("Chậm"), NOW).await?);
        assert_eq!(sql::texts(&store, RATED).await, ["2 Chậm 1790213400000"]);
        commit!(store, tx => tx.rate(question.id, 5, None, NOW.plus(1)).await?);
        assert_eq!(sql::texts(&store, RATED).await, ["5 - 1790213400001"]);
    })
    .await;
}
