//! How numbers of people are made: telephones and cards.

/// Ten digits of a mobile, eleven of a landline, with 0 or 84 before them; who says that it is a telephone may leave the
/// 0 away. Source: the numbering plan, circular 22/2014/TT-BTTTT and its changes of 2017 and 2018.
pub(super) fn is_phone(digits: &str, is_told: bool) -> bool {
    let digits = digits
        .strip_prefix("00")
        .or(digits.strip_prefix("0").filter(|rest| rest.starts_with("84") && rest.len() == 11))
        .unwrap_or(digits);
    let national = match digits.strip_prefix("84") {
        Some(rest) if digits.len() >= 11 => rest.strip_prefix('0').unwrap_or(rest),
        _ => match digits.strip_prefix('0') {
            Some(rest) => rest,
            None if is_told && !digits.starts_with("84") => digits,
            _ => return false,
        },
    };
    match national.as_bytes() {
        // No mobile begins so, but tax codes of the south do.
        [b'3', b'0' | b'1', ..] if !is_told => false,
        [b'3' | b'5' | b'7' | b'8' | b'9', rest @ ..] => rest.len() == 8 || (is_told && rest.len() == 9),
        // Mobiles had eleven digits until 2018.
        [b'1', b'2' | b'6', rest @ ..]
        | [b'1', b'8', b'6' | b'8', rest @ ..]
        | [b'1', b'9', b'9', rest @ ..] => is_told && national.len() == 10 && !rest.is_empty(),
        [b'2', rest @ ..] => rest.len() == 9 || (is_told && rest.len() == 8),
        _ => false,
    }
}

/// Twelve digits that begin with a province (001 to 096), then the century and sex. Source: decree 137/2015/ND-CP, art. 13.
pub(super) fn is_card(digits: &str) -> bool {
    let province = digits.get(..3).and_then(|part| part.parse::<u32>().ok());
    digits.len() == 12
        && province.is_some_and(|province| (1..=96).contains(&province))
        && digits.as_bytes()[3] <= b'3'
}
