//! What was answered already to questions like this one.

use dialogue::question::Question;

use crate::app::App;
use crate::web::near::{Near, nearest};
use crate::web::search::ArchiveHit;
use crate::words::Lang;

/// How many are shown.
const MOST: usize = 3;
/// How much of the question's words an answered one must have, in percent.
const NEAR: u8 = 30;

/// A published answer to a similar question.
pub struct Past {
    pub id: String,
    pub heading: String,
    pub url: String,
    /// Who answered, and when: "Sở Xây dựng, 24/09/2026 09:17".
    pub by: String,
    /// The line of Markdown that points to it.
    pub citation: String,
}

/// At most three; none while the archive cannot be searched, since the answer can be written without them.
pub async fn past_answers(site: &App, question: &Question) -> Vec<Past> {
    let texts = [&question.title, &question.public_text].map(|text| text.as_deref().unwrap_or_default());
    let (text, own) = (texts.join(" "), question.name.to_string());
    let near =
        Near { text: &text, answered: true, except: Some(&own), most: MOST, least: NEAR, ..Near::default() };
    let Ok(found) = nearest(site, near, Lang::Vi).await else { return Vec::new() };
    found.into_iter().map(Past::of).collect()
}

impl Past {
    fn of(hit: ArchiveHit) -> Self {
        let heading = hit.shown.q.heading();
        let unit = hit.shown.q.shown.lead_unit.clone().unwrap_or_default();
        let words = [unit, hit.shown.answered_at.unwrap_or_default()];
        let by =
            words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ");
        let citation = format!("Xem trả lời câu {}: [{}]({}).", hit.id, linkable(&heading), hit.url);
        Self { id: hit.id, heading, url: hit.url, by, citation }
    }
}

/// The text of a link: brackets would end it.
fn linkable(heading: &str) -> String {
    heading.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::linkable;

    #[test]
    fn brackets_of_a_heading_do_not_end_its_link() {
        assert_eq!(linkable("Mẫu [số 1]"), "Mẫu \\[số 1\\]");
    }
}
