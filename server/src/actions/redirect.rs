//! redirect: to another authority, to where complaints are received, or to the always-on intake. Not a rejection.

use dialogue::PublicId;
use dialogue::code::Code;
use dialogue::event::EventKind;
use dialogue::id::Chance;
use dialogue::question::{Mask, Question, RedirectTo};
use dialogue::rights::Act;
use dialogue::session::INTAKE;
use store::LogHead;
use uuid::Uuid;

use super::ask::code_prefix;
use super::bench::{Bench, What};
use super::filing::Paper;
use super::follow_up::again;
use super::screened::masks_over;
use super::{Done, Failure, Order, write};
use crate::app::App;

/// pending -> redirected, with the note that tells the asker where to go. To the intake it is filed anew there, with
/// its text, contact and asker, who keeps the secret and gets a new code.
///
/// # Errors
/// [`Failure`]: not found, forbidden, from the intake to itself, or the state does not allow it.
pub async fn redirect(site: &App, order: Order, to: RedirectTo, note: String) -> Result<(), Failure> {
    let code = Code::random(&code_prefix(site, order.at), &mut Chance);
    // The note has the order's salt, the question that is filed anew its own.
    let (id, salt) = (order.id, site.salt());
    let words = site.screening.words(&site.store).await?;
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Redirect).await?;
            let mut intake = None;
            if to == RedirectTo::Intake {
                if bench.session.is_intake() {
                    let message = "Câu hỏi đã ở kênh tiếp nhận thường xuyên. Hãy chọn nơi khác.";
                    return Err(Failure::invalid("to", message));
                }
                // A session's log is always taken before the intake's: two verbs never wait for each other.
                let mut head = bench.tx.lock_log(INTAKE).await?;
                head.questions += 1;
                intake = Some(head);
            }
            let moved_to = intake.as_ref().map(|head| PublicId { no: head.no, number: head.questions });
            let next = bench.question().redirect(bench.order.by.id, to, moved_to, bench.at());
            let next = bench.allowed(next)?;
            let before = bench.question().clone();
            let what = What::new(EventKind::QuestionRedirected, "redirect").because(to.code()).note(&note);
            bench.record(next, what).await?;
            let Some(mut head) = intake else { return Ok((bench.done(), ())) };
            let masks = masks_over(&words, before.original.as_deref().unwrap_or_default());
            refile(&mut bench, &mut head, (&before, masks), (id, &code, &salt)).await?;
            Ok((Done::in_logs(vec![bench.head.no, INTAKE]), ()))
        })
    })
    .await
}

async fn refile(
    bench: &mut Bench<'_>,
    head: &mut LogHead,
    (before, masks): (&Question, Vec<Mask>),
    (id, code, salt): (Uuid, &Code, &str),
) -> Result<(), Failure> {
    let name = PublicId { no: head.no, number: head.questions };
    let text = before.original.clone().unwrap_or_default();
    let question = again(before, (id, name), (text, masks), before.asked_at);
    let paper = Paper {
        question: &question,
        code,
        secret_hash: &bench.filed.secret_hash,
        salt,
        visitor: bench.filed.visitor,
        actor: bench.actor.clone(),
        verb: "refile",
        at: bench.order.at,
    };
    paper.file(bench.tx, head).await?;
    bench.tx.copy_contact(before.id, id).await?;
    Ok(())
}
