//! The numbered log has no gap, whoever writes at the same time, and each event is chained to the one before it.

use std::collections::BTreeMap;

use dialogue::Millis;
use dialogue::event::{Event, EventKind, GENESIS, Happening, digest};
use store::{AskersNote, LogHead, Note, NoteRow, Store, StoreError};
use tokio::task::JoinSet;

use super::given::{NOW, SALT, append, approved, begin, file, file_all, happening, id, rejection, session};
use super::on_both;

async fn events(store: &Store, no: i64) -> Vec<Event> {
    look!(store, tx => tx.events_after(no, 0, 1_000))
}

async fn head(store: &Store, no: i64) -> LogHead {
    look!(store, tx => tx.log_head(no)).expect("the log stands")
}

/// Writers of these logs at once, one event each; every fifth fails after it has written. Gives their numbers by log.
async fn write_at_once(store: &Store, logs: impl Iterator<Item = i64>) -> BTreeMap<i64, Vec<i64>> {
    let mut writers = JoinSet::new();
    for (n, no) in logs.enumerate() {
        let store = store.clone();
        writers.spawn(async move {
            let written = attempt!(store, tx => {
                let mut head = tx.lock_log(no).await?;
                let seq = tx.append(&mut head, NOW, happening(None, "")).await?;
                if n % 5 == 4 {
                    return Err(StoreError::Unknown("this writer fails".to_owned()));
                }
                (no, seq)
            });
            assert_eq!(written.is_err(), n % 5 == 4, "only those fail that want to: {written:?}");
            written.ok()
        });
    }
    let mut numbers: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (no, seq) in writers.join_all().await.into_iter().flatten() {
        numbers.entry(no).or_default().push(seq);
    }
    numbers.values_mut().for_each(|numbers| numbers.sort_unstable());
    numbers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_writers_of_one_log_leave_no_gap() {
    on_both(async |store| {
        begin(&store, 1).await;
        let numbers = write_at_once(&store, std::iter::repeat_n(0, 50)).await;
        assert_eq!(numbers[&0], (1..=40).collect::<Vec<_>>(), "each number is given once, none is lost");
        let stored: Vec<i64> = events(&store, 0).await.iter().map(|event| event.seq).collect();
        assert_eq!(stored, numbers[&0], "what was told is what is stored");
        assert_eq!(head(&store, 0).await.seq, 40);
        assert!(store.verify().await.expect("it can be read").is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_of_several_logs_count_each_for_itself() {
    on_both(async |store| {
        begin(&store, 4).await;
        let numbers = write_at_once(&store, (0..80).map(|n| n / 5 % 4)).await;
        for no in 0..4 {
            assert_eq!(numbers[&no], (1..=16).collect::<Vec<_>>(), "log {no}");
        }
        assert_eq!(store.verify().await.expect("it can be read").expect("no fault").events, 64);
    })
    .await;
}

#[tokio::test]
async fn what_was_done_lately_is_counted_by_kind_and_person() {
    on_both(async |store| {
        begin(&store, 2).await;
        append(&store, 1, happening(None, "")).await;
        append(&store, 1, rejection(id(7))).await;
        let since = async |seq: i64, at: Millis| {
            let mut done = look!(store, tx => tx.done_since(1, seq, at));
            done.sort_by_key(|(kind, ..)| kind.code());
            done.into_iter().map(|(kind, _, count)| (kind, count)).collect::<Vec<_>>()
        };
        let rejected = (EventKind::QuestionRejected, 1);
        assert_eq!(since(0, NOW).await.len(), 2);
        assert_eq!(since(1, NOW).await, [rejected]);
        assert_eq!(since(0, NOW.plus(1)).await, []);
        let verb = rejection(id(7)).verb;
        let changes = look!(store, tx => tx.changes_of(1, [&verb, "another"], 5));
        assert_eq!(changes.iter().map(|event| event.seq).collect::<Vec<_>>(), [2]);
    })
    .await;
}

#[tokio::test]
async fn an_event_is_read_back_as_it_was_written_and_chained() {
    let (events, head) = on_both(async |store| {
        begin(&store, 2).await;
        append(&store, 1, happening(None, "")).await;
        append(&store, 1, rejection(id(7))).await;
        append(&store, 0, happening(None, "của sổ khác")).await;
        (events(&store, 1).await, head(&store, 1).await)
    })
    .await;
    let written = [happening(None, ""), rejection(id(7))];
    assert_eq!(events.iter().map(|event| event.what.clone()).collect::<Vec<_>>(), written);
    assert_eq!(events.iter().map(|event| event.at).collect::<Vec<_>>(), [NOW, NOW]);
    let chain = events.iter().fold(GENESIS, |chain, event| event.hash(&chain));
    assert_eq!(head, LogHead { no: 1, seq: 2, public_seq: 2, questions: 0, hash: chain });
}

#[tokio::test]
async fn each_event_names_the_public_one_before_it() {
    on_both(async |store| {
        begin(&store, 1).await;
        for public in [true, false, false, true, true, false] {
            let mut what = happening(None, "");
            what.public = public;
            append(&store, 0, what).await;
        }
        let events = events(&store, 0).await;
        assert_eq!(events.iter().map(|event| event.public_prev).collect::<Vec<_>>(), [0, 1, 1, 1, 4, 5]);
        assert_eq!(events.iter().map(Event::desk_prev).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(head(&store, 0).await.public_seq, 5);
    })
    .await;
}

#[tokio::test]
async fn the_public_lens_leaves_out_what_only_the_desk_sees() {
    on_both(async |store| {
        begin(&store, 1).await;
        for public in [true, false, false, true] {
            append(&store, 0, dialogue::event::Happening { public, ..happening(None, "") }).await;
        }
        for (all, after, expected) in
            [(false, 0, vec![1, 4]), (true, 0, vec![1, 2, 3, 4]), (false, 1, vec![4])]
        {
            let seen = look!(store, tx => tx.events_in_lens(0, after, all, 9));
            let numbers: Vec<i64> = seen.iter().map(|event| event.seq).collect();
            assert_eq!(numbers, expected, "all: {all}, after {after}");
        }
        let one = look!(store, tx => tx.events_in_lens(0, 0, false, 1));
        assert_eq!(one.len(), 1, "no more than was asked for");
    })
    .await;
}

#[tokio::test]
async fn a_reader_continues_after_any_number() {
    on_both(async |store| {
        begin(&store, 1).await;
        for _ in 0..5 {
            append(&store, 0, happening(None, "")).await;
        }
        for (after, limit, expected) in
            [(0, 2, vec![1, 2]), (2, 2, vec![3, 4]), (4, 2, vec![5]), (5, 2, vec![]), (9, 2, vec![])]
        {
            let page = look!(store, tx => tx.events_after(0, after, limit));
            let numbers: Vec<i64> = page.iter().map(|event| event.seq).collect();
            assert_eq!(numbers, expected, "after {after}");
        }
        assert_eq!(look!(store, tx => tx.events_after(3, 0, 2)), [], "a log that is not there");
    })
    .await;
}

#[tokio::test]
async fn a_question_has_its_own_events_and_notes() {
    on_both(async |store| {
        begin(&store, 1).await;
        let (mine, other) = (approved(0, 1), approved(0, 2));
        file_all(&store, &[mine.clone(), other.clone()]).await;
        for (question, text, public) in
            [(mine.id, "một", true), (other.id, "hai", true), (mine.id, "ba", false)]
        {
            commit!(store, tx => {
                let mut head = tx.lock_log(0).await?;
                let what = happening(Some(question), text);
                assert_eq!(what.digests, [digest(SALT, text)], "the event holds the digest of its note");
                let seq = tx.append(&mut head, NOW, what).await?;
                tx.file_note(0, seq, SALT, text, public).await?;
            });
        }
        let own = look!(store, tx => tx.events_of(mine.id));
        assert_eq!(own.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 3, 5]);
        let note = |seq, text: &str, public| NoteRow { no: 0, seq, text: text.to_owned(), public };
        let notes = look!(store, tx => tx.notes_of(mine.id));
        assert_eq!(notes, [note(3, "một", true), note(5, "ba", false)]);
        assert_eq!(look!(store, tx => tx.note(0, 4)), Some(note(4, "hai", true)));
        assert_eq!(look!(store, tx => tx.note(0, 1)), None, "an event without a note");
        assert_eq!(look!(store, tx => tx.events_of(id(99))), []);
    })
    .await;
}

#[tokio::test]
async fn news_are_the_events_and_of_a_notice_the_text() {
    on_both(async |store| {
        begin(&store, 1).await;
        for kind in [EventKind::NoticePosted, EventKind::SessionChanged, EventKind::NoticePosted] {
            commit!(store, tx => {
                let mut head = tx.lock_log(0).await?;
                let note = Note { salt: SALT, text: "nghỉ", public: true };
                let happening = Happening { kind, ..happening(None, "nghỉ") };
                let seq = tx.append_noted(&mut head, NOW, happening, Some(note)).await?;
                assert_eq!(tx.note(0, seq).await?.map(|note| (note.text, note.public)), Some(("nghỉ".to_owned(), true)));
                assert_eq!(tx.log_head(0).await?, Some(head), "the head moved with it");
            });
        }
        // Nobody else writes: each statement sees what a snapshot would.
        let mut tx = store.peek().await.expect("a connection");
        let news = tx.news_after(0, 1, 9).await.expect("news");
        let events = tx.events_after(0, 1, 9).await.expect("events");
        assert_eq!(
            news.iter().map(|news| &news.event).collect::<Vec<_>>(),
            events.iter().collect::<Vec<_>>()
        );
        assert_eq!(news.iter().map(|news| news.notice.as_deref()).collect::<Vec<_>>(), [None, Some("nghỉ")]);
        assert_eq!(tx.news_after(0, 0, 1).await.expect("news").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_last_changes_of_a_session_come_newest_first() {
    on_both(async |store| {
        begin(&store, 2).await;
        for no in [1, 1, 0, 1] {
            append(&store, no, happening(None, "")).await;
            append(&store, no, Happening { kind: EventKind::SessionChanged, ..happening(None, "") }).await;
        }
        let numbers = |events: Vec<Event>| events.iter().map(|event| event.seq).collect::<Vec<_>>();
        assert_eq!(numbers(look!(store, tx => tx.session_changes(1, 2))), [6, 4]);
        assert_eq!(numbers(look!(store, tx => tx.session_changes(0, 9))), [2]);
    })
    .await;
}

#[tokio::test]
async fn what_an_asker_wrote_later_is_told_apart_from_every_other_note() {
    on_both(async |store| {
        begin(&store, 1).await;
        let (mine, other) = (approved(0, 1), approved(0, 2));
        file_all(&store, &[mine.clone(), other.clone()]).await;
        for (question, verb, text) in [
            (mine.id, "reply", "ở Bến Sóng"),
            (mine.id, "rate", "tạm được"),
            (other.id, "appeal", "xin xem lại"),
            (mine.id, "appeal", "cũng xin xem lại"),
        ] {
            commit!(store, tx => {
                let mut head = tx.lock_log(0).await?;
                let what = Happening { verb: verb.to_owned(), ..happening(Some(question), text) };
                let seq = tx.append(&mut head, NOW, what).await?;
                tx.file_note(0, seq, SALT, text, false).await?;
            });
        }
        commit!(store, tx => {
            let mut head = tx.lock_log(0).await?;
            let what = rejection(mine.id);
            let seq = tx.append(&mut head, NOW, what).await?;
            tx.file_note(0, seq, SALT, "không đăng", false).await?;
        });
        let note = |question, verb: &str, text: &str| AskersNote {
            question,
            at: NOW.0,
            verb: verb.to_owned(),
            text: text.to_owned(),
        };
        let own = [note(mine.id, "reply", "ở Bến Sóng"), note(mine.id, "appeal", "cũng xin xem lại")];
        assert_eq!(look!(store, tx => tx.askers_notes(&[mine.id])), own);
        assert_eq!(look!(store, tx => tx.askers_notes(&[mine.id, other.id])).len(), 3);
        assert_eq!(look!(store, tx => tx.askers_notes(&[])), []);
    })
    .await;
}

#[tokio::test]
async fn a_log_is_taken_by_its_number_or_its_sessions_slug() {
    on_both(async |store| {
        begin(&store, 3).await;
        let question = approved(2, 1);
        let head = commit!(store, tx => {
            tx.create_session(&session(2)).await?;
            file(tx, &question).await?;
            tx.lock_log(2).await?
        });
        assert_eq!((head.no, head.seq, head.questions), (2, 1, 1));
        let whole = Some((head.clone(), session(2)));
        assert_eq!(commit!(store, tx => tx.own_log_of("phien-2").await?), whole);
        assert_eq!(commit!(store, tx => tx.own_log(2).await?), whole);
        assert_eq!(commit!(store, tx => tx.own_log_of("phien-1").await?), None, "a log without a session");
        assert_eq!(commit!(store, tx => tx.own_log(1).await?), None, "a log without a session");
        let missing = attempt!(store, tx => tx.lock_log(9).await?);
        assert!(matches!(missing, Err(StoreError::Inconsistent(_))), "{missing:?}");
        assert_eq!(look!(store, tx => tx.log_head(9)), None);
        let heads = look!(store, tx => tx.log_heads());
        assert_eq!(heads.iter().map(|head| head.no).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(heads[2], head);
        let again = attempt!(store, tx => tx.begin_log(2).await?);
        assert!(again.is_err_and(|error| error.is_taken()), "a log begins once");
    })
    .await;
}
