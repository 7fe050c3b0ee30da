//! lapse: who was asked for more and stays silent is declined by the clock.

use dialogue::clock::days;
use dialogue::event::EventKind;
use dialogue::question::Moderation;
use dialogue::unit::UNCLEAR;
use dialogue::{Millis, PublicId};

use super::bench::{Bench, What};
use super::{ByClock, Done, Failure, Order, write};
use crate::app::App;

/// What the asker reads.
const NOTE: &str =
    "Không nhận được thông tin bổ sung trong thời hạn. Anh, chị có thể đề nghị xem lại hoặc gửi câu mới.";

/// The questions that may have waited for their asker long enough; [`lapse`] looks at the calendar.
///
/// # Errors
/// What the store says.
pub async fn silent(site: &App) -> Result<Vec<PublicId>, Failure> {
    // So many working days are at least so many days.
    let before = site.now().plus(-days(i64::from(site.config.deadlines.reply)));
    let filed = site.store.read().await?.asked_back_before(before).await?;
    Ok(filed.iter().map(|filed| filed.question.name).collect())
}

/// `needs_info` -> rejected when the working days for a reply are over. False: they are not, or somebody was faster.
///
/// # Errors
/// What the store says.
pub async fn lapse(site: &App, name: PublicId) -> Result<bool, Failure> {
    let (zone, reply) = (site.zone.clone(), site.config.deadlines.reply);
    let order = Order::new(site, ByClock, name);
    write(site, move |tx| {
        Box::pin(async move {
            let calendar = App::calendar(&zone, tx).await?;
            let mut bench = Bench::take_by_clock(tx, order).await?;
            let asked: Option<Millis> = bench.question().info_asked_at;
            let is_over = asked.is_some_and(|asked| calendar.due(asked, reply).at < bench.at());
            if bench.question().moderation != Moderation::NeedsInfo || !is_over {
                return Ok((Done::default(), false));
            }
            let next = bench.allowed(bench.question().lapse(bench.at()))?;
            let what = What::new(EventKind::QuestionRejected, "lapse").because(UNCLEAR).note(NOTE);
            bench.record(next, what).await?;
            Ok((bench.done(), true))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use dialogue::clock::Clock;
    use dialogue::person::{Actor, Role};
    use dialogue::question::{Audience, Channel, Kind, Visibility};
    use dialogue::session::INTAKE_SLUG;
    use dialogue::text::PlainText;
    use moderation::limits::Limits;

    use super::*;
    use crate::actions::{AskInput, Once, StaffInput, ask, create_staff, request_info};
    use crate::app::Site;
    use crate::config::Config;
    use crate::start::{Recall, open};

    /// Thursday 24/09/2026, 08:30 in the city.
    const ASKED: Millis = Millis(1_790_213_400_000);

    async fn site(clock: Clock, folder: &tempfile::TempDir) -> Site {
        let mut config = Config::load(None).expect("the defaults");
        config.data = folder.path().to_owned();
        open(config, clock, Limits::off(), Recall::Leave).await.expect("a site")
    }

    async fn asked_back(site: &App) -> PublicId {
        let staff = StaffInput {
            username: "dieu-hanh".to_owned(),
            name: "Người điều hành".to_owned(),
            title: String::new(),
            unit: None,
            roles: [Role::Moderator].into(),
            password: "một câu thật là dài".to_owned(),
        };
        let moderator =
            create_staff(site, Actor::system(), staff, Once::default()).await.expect("an account");
        let input = AskInput {
            slug: INTAKE_SLUG.to_owned(),
            kind: Kind::Report,
            audience: Audience::Citizen,
            field: None,
            area: None,
            text: PlainText::new("Đèn đường ở chỗ tôi bị hỏng.", 10..=2_000).expect("a text"),
            display_name: None,
            contact: store::Contact::default(),
            channel: Channel::Web,
            visibility: Visibility::Public,
            entered_by: None,
            visitor: None,
            key: site.new_id(),
            call: String::new(),
            code: None,
        };
        let name = ask(site, input).await.expect("a receipt").name;
        let order = Order::new(site, moderator, name);
        request_info(site, order, "Xin cho biết tên đường.".to_owned()).await.expect("asked back");
        name
    }

    #[tokio::test]
    async fn a_silent_asker_is_declined_after_ten_working_days_and_not_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::set(ASKED);
        let site = site(clock.clone(), &folder).await;
        let name = asked_back(&site).await;
        assert!(silent(&site).await.expect("a list").is_empty(), "nobody was silent yet");
        // Two weekends lie between: ten working days from Thursday end on Thursday the 8th of October.
        clock.move_to(ASKED.plus(days(14)));
        assert_eq!(silent(&site).await.expect("a list"), [name]);
        assert!(!lapse(&site, name).await.expect("looked at"), "the day is not over");
        clock.move_to(ASKED.plus(days(15)));
        assert!(lapse(&site, name).await.expect("declined"));
        assert!(!lapse(&site, name).await.expect("looked at"), "once");
        let mut tx = site.store.read().await.expect("a snapshot");
        let question = tx.question_by_name(name).await.expect("read").expect("it stands").question;
        assert!(question.appeal(clock.now()).is_ok(), "the asker may still ask for another look");
        assert_eq!(
            (question.moderation, question.reason.as_deref()),
            (Moderation::Rejected, Some("unclear"))
        );
    }
}
