//! A question is kept whole and found again; every list has its order, equal on both databases.

use dialogue::PublicId;
use dialogue::question::{
    Audience, Channel, Decision, Handling, Kind, Mask, Moderation, Question, Stage, Visibility,
};
use store::{Balance, Contact, Filed, Page, Sort, Store};

use super::given::{NOW, VISITOR, approved, begin, code, file, file_all, filed, id, merged, question};
use super::{on_both, sql};

const NONE: [i64; 0] = [];

fn numbers(list: &[Filed]) -> Vec<i64> {
    list.iter().map(|filed| filed.question.name.number).collect()
}

/// A question in which every field is set.
fn full() -> Question {
    Question {
        kind: Kind::Obstacle,
        audience: Audience::HouseholdBusiness,
        channel: Channel::Counter,
        field: Some("f-dat".to_owned()),
        area: Some("u-phuong".to_owned()),
        title: Some("Tên câu hỏi".to_owned()),
        public_text: Some("Bản \"công khai\"\n\nhai đoạn".to_owned()),
        masks: vec![Mask { kind: "phone".to_owned(), start: 3, end: 9, by: "mo".to_owned() }],
        handling: Handling::InReview,
        stage: Stage::Done,
        visibility: Visibility::Private,
        merged_into: Some(PublicId { no: 1, number: 9 }),
        moved_to: Some(PublicId { no: 0, number: 4 }),
        reason: Some("unclear".to_owned()),
        decision: Some(Decision { by: id(5), at: dialogue::Millis(i64::MIN), from: Moderation::NeedsInfo }),
        appealed: true,
        retract_by: Some(id(6)),
        lead_unit: Some("u-a".to_owned()),
        support_units: vec!["u-b".to_owned(), "u-\"c\"".to_owned()],
        info_asked_at: Some(NOW.plus(1)),
        assigned_at: Some(NOW.plus(2)),
        due: Some(NOW.plus(3)),
        answered_at: Some(NOW.plus(4)),
        returns: 2,
        queue_at: Some(NOW.plus(5)),
        ..approved(1, 2)
    }
}

#[tokio::test]
async fn a_question_is_read_back_whole_by_every_key() {
    on_both(async |store| {
        begin(&store, 2).await;
        let bare = Question { original: None, ..question(1, 1) };
        for (question, seq) in [(bare, 1), (full(), 2)] {
            let expected = Some(filed(&question, seq));
            let (name, code, number) = (question.name, code(&question), question.id);
            commit!(store, tx => file(tx, &question).await?);
            assert_eq!(look!(store, tx => tx.question(number)), expected);
            assert_eq!(look!(store, tx => tx.question_by_name(name)), expected);
            assert_eq!(look!(store, tx => tx.question_by_code(&code)), expected);
        }
        let names = [(1, 2), (1, 1), (1, 9)].map(|(no, number)| PublicId { no, number });
        let all = look!(store, tx => tx.questions_by_names(&names));
        assert_eq!(all.len(), 2, "unknown ones are left out");
        assert!(look!(store, tx => tx.questions_by_names(&[])).is_empty());
        assert_eq!(look!(store, tx => tx.question(id(99))), None);
        assert_eq!(look!(store, tx => tx.question_by_name(PublicId { no: 0, number: 1 })), None);
        assert_eq!(look!(store, tx => tx.question_by_code("dt2600001001")), None, "capitals only");
    })
    .await;
}

#[tokio::test]
async fn saving_keeps_what_was_filed_and_forgets_what_was_taken_back() {
    on_both(async |store| {
        begin(&store, 2).await;
        commit!(store, tx => file(tx, &full()).await?);
        let cleared = Question {
            kind: full().kind,
            audience: full().audience,
            channel: full().channel,
            field: full().field,
            area: full().area,
            ..question(1, 2)
        };
        let saved = cleared.clone();
        commit!(store, tx => tx.save_question(&saved, 8).await?);
        assert_eq!(look!(store, tx => tx.question(cleared.id)), Some(filed(&cleared, 8)));
    })
    .await;
}

#[tokio::test]
async fn a_number_and_a_code_are_given_once() {
    on_both(async |store| {
        begin(&store, 2).await;
        file_all(&store, &[question(1, 1)]).await;
        let same_number = Question { id: id(77), ..question(1, 1) };
        let taken = attempt!(store, tx => file(tx, &same_number).await?);
        assert!(taken.is_err_and(|error| error.is_taken()), "the number");
        let same_code = Question { name: PublicId { no: 1, number: 2 }, ..question(1, 1) };
        let taken = attempt!(store, tx => file(tx, &same_code).await?);
        assert!(taken.is_err_and(|error| error.is_taken()), "id and code");
        assert_eq!(look!(store, tx => tx.balance(1)).received, 1);
    })
    .await;
}

#[tokio::test]
async fn a_contact_is_kept_apart_with_what_was_agreed_to() {
    on_both(async |store| {
        begin(&store, 1).await;
        file_all(&store, &[question(0, 1), question(0, 2), question(0, 3)]).await;
        let contact = Contact {
            name: Some("Trần Thị Ví Dụ".to_owned()),
            phone: Some("0900000000".to_owned()),
            email: None,
            consent_publish: true,
            consent_contact: false,
            consent_version: "2026-01".to_owned(),
            at: NOW.0,
        };
        commit!(store, tx => {
            tx.file_contact(question(0, 1).id, &contact).await?;
            tx.file_contact(question(0, 2).id, &Contact::default()).await?;
        });
        let kept = "SELECT COALESCE(name, '-') || ' ' || COALESCE(phone, '-') || ' ' || COALESCE(email, '-') || ' ' \
             || CASE WHEN consent_publish THEN 'publish' ELSE '-' END || ' ' \
             || CASE WHEN consent_contact THEN 'contact' ELSE '-' END || ' ' || consent_version || ' ' \
             || CAST(at AS TEXT) FROM contact ORDER BY at DESC";
        let expected = ["Trần Thị Ví Dụ 0900000000 - publish - 2026-01 1790213400000", "- - - - -  0"];
        assert_eq!(sql::texts(&store, kept).await, expected);
        commit!(store, tx => {
            tx.copy_contact(question(0, 1).id, question(0, 3).id).await?;
            tx.copy_contact(id(99), question(0, 3).id).await?;
        });
        let copied = [expected[0], expected[0], expected[1]];
        assert_eq!(sql::texts(&store, kept).await, copied, "the same asker's other question");
        let stranger = attempt!(store, tx => tx.file_contact(id(99), &Contact::default()).await?);
        assert!(stranger.is_err_and(|error| error.is_referred()), "no question, no contact");
    })
    .await;
}

/// The first log: 1 answered, 2 first in votes, 3 merged, 4 rejected, 5 pending, 6 private, 7 on stage, 8 needs more.
async fn a_full_log(store: &Store) {
    begin(store, 3).await;
    let (first, second) = (approved(1, 1), approved(1, 2));
    let (moderation, visibility) = (Moderation::Rejected, Visibility::Private);
    file_all(
        store,
        &[
            Question { handling: Handling::Answered, answered_at: Some(NOW.plus(5)), ..first.clone() },
            Question { asked_at: NOW.plus(-1), ..second },
            merged(3, &first),
            Question { moderation, ..question(1, 4) },
            question(1, 5),
            Question { visibility, ..approved(1, 6) },
            Question { stage: Stage::OnStage, ..approved(1, 7) },
            Question { moderation: Moderation::NeedsInfo, ..question(1, 8) },
            approved(2, 1),
        ],
    )
    .await;
    for (number, votes) in [(1, 2), (2, 5), (3, 2), (6, 9), (7, 2)] {
        sql::run(store, format!("UPDATE question SET votes = {votes} WHERE no = 1 AND number = {number}"))
            .await;
    }
}

/// The numbers of a list, two at a time until its end.
async fn pages(store: &Store, states: &[Moderation], sort: Sort) -> Vec<Vec<i64>> {
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let page = look!(store, tx => tx.list_questions(1, states, sort, Page { after, limit: 2 }));
        let Some(last) = page.last() else { return pages };
        after = Some((sort.key(&last.question), last.question.name.number));
        pages.push(numbers(&page));
    }
}

#[tokio::test]
async fn a_public_list_has_its_order_and_no_private_question() {
    on_both(async |store| {
        a_full_log(&store).await;
        let readable = [Moderation::Approved, Moderation::Merged];
        assert_eq!(pages(&store, &readable, Sort::Votes).await, [vec![2, 7], vec![3, 1]]);
        assert_eq!(pages(&store, &readable, Sort::New).await, [vec![7, 3], vec![2, 1]]);
        assert_eq!(pages(&store, &readable, Sort::Answered).await, [vec![1, 7], vec![3, 2]]);
        assert_eq!(pages(&store, &[Moderation::Approved], Sort::New).await, [vec![7, 2], vec![1]]);
        assert_eq!(pages(&store, &[Moderation::NeedsInfo], Sort::New).await, [vec![8]]);
        assert_eq!(pages(&store, &[], Sort::New).await, Vec::<Vec<i64>>::new());
        for sort in [Sort::Votes, Sort::New, Sort::Answered] {
            let all = Page { after: None, limit: 9 };
            let approved = look!(store, tx => tx.list_questions(1, &[Moderation::Approved], sort, all));
            for answered in [true, false] {
                let part = look!(store, tx => tx.approved_questions(1, answered, sort, all));
                let wanted = approved.iter().filter(|filed| filed.question.answered_at.is_some() == answered);
                assert_eq!(
                    part.iter().collect::<Vec<_>>(),
                    wanted.collect::<Vec<_>>(),
                    "{sort:?} {answered}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_desk_has_its_lanes_and_the_balance_adds_up() {
    on_both(async |store| {
        a_full_log(&store).await;
        let lane = look!(store, tx => tx.in_moderation(1, Moderation::Approved, 3));
        assert_eq!(numbers(&lane), [2, 1, 6], "oldest first");
        assert_eq!(numbers(&look!(store, tx => tx.in_moderation(1, Moderation::Pending, 9))), [5]);
        assert_eq!(numbers(&look!(store, tx => tx.last_changed(1, 9))), [8, 7, 6, 4, 3, 2, 1]);
        let all = look!(store, tx => tx.changed_after(1, 0, 9));
        assert!(all.is_sorted_by_key(|filed| filed.changed_seq) && all.len() == 8);
        let later = look!(store, tx => tx.changed_after(1, all[5].changed_seq, 9));
        assert_eq!(numbers(&later), numbers(&all[6..]));
        assert_eq!(numbers(&look!(store, tx => tx.changed_after(1, 0, 2))), numbers(&all[..2]));
        assert_eq!(numbers(&look!(store, tx => tx.questions_in_order(1, &[7, 99, 2, 5], 3))), [7, 2]);
        assert_eq!(numbers(&look!(store, tx => tx.last_changed(1, 2))), [8, 7]);
        assert_eq!(numbers(&look!(store, tx => tx.unanswered(1))), [2, 6, 7]);
        assert_eq!(numbers(&look!(store, tx => tx.merged_into(PublicId { no: 1, number: 1 }))), [3]);
        assert_eq!(numbers(&look!(store, tx => tx.merged_into(PublicId { no: 2, number: 1 }))), NONE);
        let balance = look!(store, tx => tx.balance(1));
        let expected = Balance {
            received: 8,
            pending: 1,
            needs_info: 1,
            approved: 4,
            rejected: 1,
            merged: 1,
            answered: 1,
            ..Balance::default()
        };
        assert_eq!(balance, expected);
        assert_eq!(look!(store, tx => tx.balance(0)), Balance::default());
    })
    .await;
}

#[tokio::test]
async fn the_stage_knows_its_question_and_its_queue() {
    on_both(async |store| {
        begin(&store, 2).await;
        let queued = |number, queue_at| Question { stage: Stage::Queued, queue_at, ..approved(1, number) };
        file_all(
            &store,
            &[
                queued(1, None),
                queued(2, Some(NOW.plus(9))),
                queued(3, Some(NOW)),
                queued(4, Some(NOW)),
                Question { stage: Stage::OnStage, ..approved(1, 5) },
            ],
        )
        .await;
        assert_eq!(numbers(&look!(store, tx => tx.queued(1))), [3, 4, 2, 1]);
        let on_stage = look!(store, tx => tx.on_stage(1));
        assert_eq!(on_stage.map(|filed| filed.question.name.number), Some(5));
        assert_eq!(look!(store, tx => tx.on_stage(0)), None);
    })
    .await;
}

#[tokio::test]
async fn a_unit_finds_its_own_work_first_due_first() {
    on_both(async |store| {
        begin(&store, 3).await;
        let led = |no, number, due, by: &str| Question {
            lead_unit: Some(by.to_owned()),
            due,
            ..approved(no, number)
        };
        let supported =
            Question { support_units: vec!["u-x".to_owned(), "u-a".to_owned()], ..approved(1, 3) };
        let handling = Handling::Answered;
        file_all(
            &store,
            &[
                led(1, 1, None, "u-a"),
                led(1, 2, Some(NOW.plus(9)), "u-a"),
                supported,
                led(1, 4, Some(NOW), "u-b"),
                Question { handling, ..led(1, 5, Some(NOW), "u-a") },
                Question { moderation: Moderation::Withdrawn, ..led(1, 6, Some(NOW), "u-a") },
                led(2, 7, Some(NOW), "u-a"),
            ],
        )
        .await;
        assert_eq!(numbers(&look!(store, tx => tx.waiting_for_unit("u-a"))), [7, 2, 1, 3]);
        assert_eq!(numbers(&look!(store, tx => tx.waiting_for_unit("u-"))), NONE, "a part of an id is none");
        for near in ["U-A", "u_a", "%"] {
            assert_eq!(
                numbers(&look!(store, tx => tx.waiting_for_unit(near))),
                NONE,
                "{near} is another unit"
            );
            assert!(!look!(store, tx => tx.has_work_in(1, near)), "{near} is another unit");
        }
        for (no, unit, has_work) in [(1, "u-a", true), (1, "u-x", true), (2, "u-x", false), (0, "u-a", false)]
        {
            assert_eq!(look!(store, tx => tx.has_work_in(no, unit)), has_work, "{unit} in {no}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_visitor_finds_their_questions_newest_first() {
    on_both(async |store| {
        begin(&store, 3).await;
        let later = Question { asked_at: NOW.plus(1), ..question(1, 1) };
        file_all(&store, &[later, question(2, 2), question(2, 3)]).await;
        sql::run(&store, "UPDATE question SET visitor = NULL WHERE number = 3").await;
        assert_eq!(numbers(&look!(store, tx => tx.questions_of_visitor(VISITOR))), [1, 2]);
        assert_eq!(numbers(&look!(store, tx => tx.questions_of_visitor(id(99)))), NONE);
        for (no, after, askers) in
            [(1, 0, vec![VISITOR]), (1, 1, vec![]), (2, 2, vec![]), (2, 1, vec![VISITOR])]
        {
            assert_eq!(look!(store, tx => tx.askers_after(no, after)), askers, "log {no} after {after}");
        }
    })
    .await;
}

#[tokio::test]
async fn askers_who_were_asked_back_long_ago_are_found_the_longest_first() {
    on_both(async |store| {
        begin(&store, 2).await;
        let asked_back = |number: i64, minutes: i64| Question {
            moderation: Moderation::NeedsInfo,
            info_asked_at: Some(NOW.plus(minutes * 60_000)),
            ..question(1, number)
        };
        file_all(&store, &[asked_back(1, 5), asked_back(2, 0), asked_back(3, 9), question(1, 4)]).await;
        let found = look!(store, tx => tx.asked_back_before(NOW.plus(5 * 60_000)));
        let numbers: Vec<i64> = found.iter().map(|filed| filed.question.name.number).collect();
        assert_eq!(numbers, [2, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_moved_question_is_found_from_where_it_went_and_votes_are_read_by_number() {
    on_both(async |store| {
        begin(&store, 2).await;
        let moved_to = Some(question(0, 1).name);
        let moved = Question { moderation: Moderation::Redirected, moved_to, ..question(1, 1) };
        file_all(&store, &[moved, approved(1, 2), approved(1, 3), question(0, 1)]).await;
        assert_eq!(look!(store, tx => tx.moved_from(question(0, 1).name)), Some(question(1, 1).name));
        assert_eq!(look!(store, tx => tx.moved_from(question(1, 1).name)), None);
        commit!(store, tx => {
            tx.cast_votes(&[(approved(1, 2).id, id(7))], NOW).await?;
            tx.recount_votes(approved(1, 2).id).await?;
        });
        let mut votes = look!(store, tx => tx.votes_of(1, &[2, 3, 9]));
        votes.sort_unstable();
        assert_eq!(votes, [(2, 1), (3, 0)]);
        assert!(look!(store, tx => tx.votes_of(1, &[])).is_empty());
    })
    .await;
}
