//! What holds for any Markdown, drawn from a soup of what attackers type.

use proptest::{collection::vec, prelude::*, sample::select};

use super::{CLEANER, REL, SCHEMES, TAGS, plain, shown, tags, text_of};

const SOUP: [&str; 63] = [
    "<script>",
    "</script>",
    "<style>",
    "<svg><animate onbegin=x>",
    "<math><mtext>",
    "<img src=x onerror=x>",
    "<p",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "<a href=\"javascript:x\">",
    "</a>",
    "<textarea>",
    "<noscript>",
    "<table>",
    "javascript:",
    "data:text/html,",
    "vbscript:",
    "http://",
    "https://x.vn/",
    "mailto:",
    "onclick=",
    "style=",
    "\"",
    "'",
    "](",
    "[",
    "![",
    "]",
    "(",
    ")",
    "[x]: ",
    "[x]",
    "<http://a.vn>",
    "<a@b.vn>",
    "`",
    "```\n",
    "~~~",
    "*",
    "**",
    "_",
    "#",
    "> ",
    "- ",
    "1. ",
    "7) ",
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "\t",
    "---",
    "&lt;",
    "&#0;",
    "&colon;",
    "&",
    "\\",
    "\u{feff}",
    "\u{a0}",
    "xã",
    "a ",
];

fn markdown() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => vec(select(&SOUP), 0..40).prop_map(|parts| parts.concat()),
        1 => any::<String>().prop_map(|text| text.replace('\0', "")),
    ]
}

/// Blocks that swallow no word: no address, title, definition or name of a language.
fn blocks() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let frames = [
        "{}",
        "**{}**",
        "a *{}*",
        "- {}",
        "5. {}",
        "> {}",
        "## {}",
        "`{}`",
        "<b>{}</b>",
        "<{}>",
        "<div>{}",
        "~~~\n{}\n~~~",
        "    {}",
        "[{}](https://x.vn)",
        "![{}](x.png)",
        "| {} |",
        "[{}]",
        "{}\n===",
        "\\{}",
        "&{};",
    ];
    vec((select(frames.to_vec()), "[b-dđâêơư]{4,9}"), 1..12)
}

proptest! {
    #[test]
    fn cleaning_again_changes_nothing(markdown in markdown()) {
        let once = shown(&markdown);
        prop_assert_eq!(CLEANER.clean(&once).to_string(), once);
    }

    #[test]
    fn nothing_active_is_ever_shown(markdown in markdown()) {
        for tag in tags(&shown(&markdown)) {
            prop_assert!(is_harmless(&tag), "{tag}");
        }
    }

    #[test]
    fn page_and_plain_text_say_the_same(markdown in markdown()) {
        prop_assert_eq!(bare(&text_of(&shown(&markdown))), bare(&plain(&markdown)));
    }

    #[test]
    fn every_word_survives(blocks in blocks(), apart in select(vec!["\n", "\n\n"])) {
        let framed: Vec<_> = blocks.iter().map(|(frame, word)| frame.replace("{}", word)).collect();
        let markdown = framed.join(apart);
        for text in [text_of(&shown(&markdown)), plain(&markdown)] {
            let mut rest = text.as_str();
            for (_, word) in &blocks {
                let found = rest.split_once(word.as_str());
                prop_assert!(found.is_some(), "{word} is lost from {markdown:?}: {text:?}");
                rest = found.unwrap().1;
            }
        }
    }
}

fn is_harmless(tag: &str) -> bool {
    let rel = format!("rel=\"{REL}\"");
    match tag.trim_start_matches('/').split_once(' ') {
        None => TAGS.contains(&tag.trim_start_matches('/')),
        Some(("ol", start)) => start
            .strip_prefix("start=\"")
            .and_then(|start| start.strip_suffix('"'))
            .is_some_and(|number| number.parse::<u32>().is_ok()),
        Some(("a", attributes)) if attributes == rel => true,
        Some(("a", attributes)) => attributes
            .strip_prefix("href=\"")
            .and_then(|rest| rest.strip_suffix(&format!("\" {rel}")))
            .is_some_and(may_be_followed),
        Some(_) => false,
    }
}

fn may_be_followed(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    let is_known = scheme.is_some_and(|scheme| SCHEMES.contains(&scheme.as_str()));
    !href.contains('"') && (is_known || href.starts_with('/'))
}

/// Without white space and without the marks of list items.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit() && !"-.".contains(*c)).collect()
}
