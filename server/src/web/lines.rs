//! The fields of a call, one by one: what can be taken, and the fault of what cannot.

use std::ops::RangeInclusive;

use dialogue::text::{PlainText, TextFault};

use super::form::FormBody;
use super::problem::Problem;
use crate::actions::Fault;
use crate::words::Both;

/// The length of an address for mail, in characters (RFC 5321, section 4.5.3.1.3, without its brackets).
pub const EMAIL: RangeInclusive<usize> = 1..=254;

/// An entry of a list, if one was picked.
pub fn picked<T: std::str::FromStr>(form: &FormBody, name: &str, faults: &mut Vec<Fault>) -> Option<T> {
    let word = form.get(name)?;
    let picked = word.parse().ok();
    if picked.is_none() {
        faults.push(Fault::new(
            name,
            Both::new("Hãy chọn một mục trong danh sách.", "Please choose from the list."),
        ));
    }
    picked
}

/// A text that must be there.
pub fn take(field: &str, text: Result<PlainText, TextFault>, faults: &mut Vec<Fault>) -> Option<PlainText> {
    text.map_err(|fault| faults.push(Fault::new(field, &fault))).ok()
}

/// The one text of a call.
///
/// # Errors
/// A validation problem that names the field.
pub fn text_of(field: &str, raw: &str, length: RangeInclusive<usize>) -> Result<PlainText, Problem> {
    PlainText::new(raw, length).map_err(|fault| Problem::fault(field, &fault))
}

/// A line that may be absent.
pub fn optional_line(
    field: &str,
    raw: Option<String>,
    length: RangeInclusive<usize>,
    faults: &mut Vec<Fault>,
) -> Option<PlainText> {
    let raw = raw.filter(|raw| !raw.trim().is_empty())?;
    take(field, PlainText::line(&raw, length), faults)
}

pub fn check_phone(phone: Option<&str>, faults: &mut Vec<Fault>) {
    let Some(phone) = phone else { return };
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let fits = phone.chars().all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    if !fits || !(8..=15).contains(&digits) {
        faults.push(Fault::new(
            "contact.phone",
            Both::new("Số điện thoại có 8 đến 15 chữ số.", "A telephone number has 8 to 15 digits."),
        ));
    }
}

pub fn check_email(email: Option<&str>, faults: &mut Vec<Fault>) {
    let looks_right = |email: &str| {
        email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && !email.contains(' ')
        })
    };
    if email.is_some_and(|email| !looks_right(email)) {
        faults.push(Fault::new(
            "contact.email",
            Both::new("Thư điện tử có dạng ten@example.vn.", "An e-mail address looks like name@example.vn."),
        ));
    }
}
