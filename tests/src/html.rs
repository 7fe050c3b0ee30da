//! Just enough of HTML to follow links and fill in forms.

use std::collections::BTreeMap;

pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

impl Tag {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

/// A form with the values that stand in its inputs.
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// The first form of a page whose `data-do` is this.
    pub fn find(page: &str, act: &str) -> Option<Self> {
        let mut tags =
            tags(page).into_iter().skip_while(|tag| tag.name != "form" || tag.get("data-do") != Some(act));
        let action = tags.next()?.get("action").unwrap_or_default().to_owned();
        let inputs =
            tags.take_while(|tag| tag.name != "/form").filter(|tag| tag.name == "input" && is_sent(tag));
        let fields =
            inputs.filter_map(|tag| Some((tag.get("name")?.to_owned(), tag.get("value")?.to_owned())));
        Some(Self { action, fields: fields.collect() })
    }

    pub fn fill(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// An input that a browser sends without anybody touching it.
fn is_sent(input: &Tag) -> bool {
    match input.get("type") {
        Some("checkbox" | "radio") => input.attributes.contains_key("checked"),
        Some("submit" | "button" | "reset" | "image") => false,
        _ => true,
    }
}

/// Every tag of a page in its order, closing ones as `/name`.
pub fn tags(page: &str) -> Vec<Tag> {
    let starts = page.match_indices('<').map(|(at, _)| &page[at + 1..]);
    starts.filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')).map(tag).collect()
}

fn tag(rest: &str) -> Tag {
    let (name, mut rest) = cut(rest, |c| c.is_whitespace() || c == '>');
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return Tag { name: name.trim_end_matches('/').to_ascii_lowercase(), attributes };
        }
        let (key, after) = cut(rest, |c| c.is_whitespace() || c == '>' || c == '=');
        let (value, after) = match after.strip_prefix('=') {
            None => ("", after),
            Some(quoted) if quoted.starts_with(['"', '\'']) => {
                let (quote, inner) = quoted.split_at(1);
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            Some(bare) => cut(bare, |c| c.is_whitespace() || c == '>'),
        };
        // A stray `=` where a name should stand would not move us on.
        rest = if key.is_empty() { &rest[1..] } else { after };
        attributes.insert(key.to_ascii_lowercase(), unescape(value));
    }
}

fn cut(text: &str, end: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(end).unwrap_or(text.len()))
}

/// The text that a piece of HTML shows: character references read, tags left as they are.
pub fn unescape(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((reference(&rest[1..end])?, end + 1))) {
            Some((character, length)) => {
                text.push(character);
                rest = &rest[length..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text + rest
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            char::from_u32(hex.unwrap_or_else(|| digits.parse()).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_a_browser_would_send_them() {
        let page = r#"<form action=/a data-do="track"><input name=q></form>
            <form method="post" action="/b?x=1&amp;y=2" data-do='ask'><input type=hidden name=key value="1&#x22;">
            <input type="checkbox" name="no" value="1"><textarea name="text"></textarea><button name="b" value="c"></form>"#;
        let form = Form::find(page, "ask").expect("the form").fill("text", "xin hỏi");
        assert_eq!(form.action, "/b?x=1&y=2");
        assert_eq!(form.fields, [("key".into(), "1\"".into()), ("text".into(), "xin hỏi".into())]);
        assert!(Form::find(page, "approve").is_none());
    }

    #[test]
    fn references_are_read_and_broken_ones_left() {
        assert_eq!(unescape("a &lt;b&gt; &#39;&#x1EA3;&amp;lt; & &nope; &"), "a <b> 'ả&lt; & &nope; &");
    }
}
