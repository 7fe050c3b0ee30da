//! A session as a calendar file (RFC 5545): one VEVENT, lines folded at 75 octets.

use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::session::{Session, SessionState};

/// The longest line, in octets (RFC 5545, section 3.1).
const LINE: usize = 75;

/// The calendar of one session; `None` for one without a start.
#[must_use]
pub fn event(session: &Session, url: &str) -> Option<String> {
    let utc = Zone::named("UTC").ok()?;
    let stamp = |at: Millis| {
        let text = utc.rfc3339(Millis(at.0 - at.0.rem_euclid(1000)));
        format!("{}Z", text.split('+').next().unwrap_or_default().replace(['-', ':'], ""))
    };
    let (start, end) = (session.start?, session.ends_at()?);
    let status = if session.state == SessionState::Cancelled { "CANCELLED" } else { "CONFIRMED" };
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//doithoai//VI".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}-{}@doithoai", session.no, session.created_at.0),
        format!("DTSTAMP:{}", stamp(session.created_at)),
        format!("DTSTART:{}", stamp(start)),
        format!("DTEND:{}", stamp(end)),
        format!("SUMMARY:{}", escaped(&session.title)),
        format!("DESCRIPTION:{}", escaped(&session.summary)),
        format!("LOCATION:{}", escaped(session.place.as_deref().unwrap_or_default())),
        format!("URL:{url}/phien/{}", session.slug),
        format!("STATUS:{status}"),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(lines.iter().map(|line| folded(line)).collect())
}

/// A text value (section 3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line, continued after 75 octets, never inside a letter.
fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 8);
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(letter);
        width += letter.len_utf8();
    }
    text.push_str("\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_none_is_lost() {
        let title = "Gỡ vướng thủ tục; hộ kinh doanh, doanh nghiệp ".repeat(4);
        let session = Session {
            no: 2,
            title: title.clone(),
            start: Some(Millis(1_790_213_400_000)),
            duration_min: 120,
            ..Session::intake(Millis(0))
        };
        let text = event(&session, "https://x.vn").expect("it has a start");
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("SUMMARY:{}", escaped(&title))), "{unfolded}");
        assert!(unfolded.contains("DTSTART:20260924T013000Z\r\n"), "{unfolded}");
        assert!(unfolded.contains("DTEND:20260924T033000Z\r\n"), "{unfolded}");
    }
}
