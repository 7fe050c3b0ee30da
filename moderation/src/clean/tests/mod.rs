mod soup;

use super::*;

fn shown(markdown: &str) -> String {
    html(markdown).unwrap().to_string()
}

#[test]
fn markdown_becomes_the_elements_that_are_shown() {
    let cases = [
        ("Chào **chị** *Hoa*", "<p>Chào <strong>chị</strong> <em>Hoa</em></p>\n"),
        ("một\nhai", "<p>một<br>\nhai</p>\n"),
        ("# A\n## B\n### C\n#### D\n##### E", "<h3>A</h3>\n<h3>B</h3>\n<h3>C</h3>\n<h4>D</h4>\n<h4>E</h4>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. ba\n4. bốn", "<ol start=\"3\">\n<li>ba</li>\n<li>bốn</li>\n</ol>\n"),
        ("> trích", "<blockquote>\n<p>trích</p>\n</blockquote>\n"),
        ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
        ("```rust\na\n\nb\n```", "<p><code>a</code><br>\n<br>\n<code>b</code></p>\n"),
        ("a\n\n---\n\nb", "<p>a</p>\n<p>b</p>\n"),
        ("    Kính gửi anh,\n    chị", "<p>Kính gửi anh,<br>\nchị</p>\n"),
        ("![cái cầu](https://x.vn/c.png)", "<p>cái cầu</p>\n"),
    ];
    for (markdown, expected) in cases {
        assert_eq!(shown(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn html_is_text_and_is_shown_as_typed() {
    let cases = [
        ("điền <tên xã> vào <b>đây</b>", "<p>điền &lt;tên xã&gt; vào &lt;b&gt;đây&lt;/b&gt;</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        (
            "<div>\n<p>a</p>\n</div>\n\nb",
            "<p>&lt;div&gt;<br>\n&lt;p&gt;a&lt;/p&gt;<br>\n&lt;/div&gt;</p>\n<p>b</p>\n",
        ),
        ("a <!-- b --> c", "<p>a &lt;!-- b --&gt; c</p>\n"),
        ("&lt;img src=x onerror=a&gt;", "<p>&lt;img src=x onerror=a&gt;</p>\n"),
    ];
    for (markdown, expected) in cases {
        assert_eq!(shown(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn links_keep_their_text_and_lead_only_where_they_may() {
    let link = |href: &str, text: &str| format!("<p><a href=\"{href}\" rel=\"{REL}\">{text}</a></p>\n");
    let lost = |text: &str| format!("<p><a rel=\"{REL}\">{text}</a></p>\n");
    let cases = [
        (
            "[Cổng](https://dichvucong.gov.vn/?a=1&b=2)",
            link("https://dichvucong.gov.vn/?a=1&amp;b=2", "Cổng"),
        ),
        ("[câu trước](/cau-hoi/2-15)", link("/cau-hoi/2-15", "câu trước")),
        ("[a](http://x.vn \"tựa\")", link("http://x.vn", "a")),
        ("<so@x.vn>", link("mailto:so@x.vn", "so@x.vn")),
        ("[a](javascript:alert(1))", lost("a")),
        ("[a](JaVaScRiPt&colon;alert(1))", lost("a")),
        ("[a](<java\tscript:alert(1)>)", lost("a")),
        ("[a](cong.gov.vn)", lost("a")),
        ("[a](//x.vn)", lost("a")),
        ("[a](#b)", lost("a")),
        ("[a](data:text/html,b)", lost("a")),
        ("[a](vbscript:b)", lost("a")),
        ("[một <http://b.vn> hai](http://a.vn)", link("http://a.vn", "một http://b.vn hai")),
    ];
    for (markdown, expected) in cases {
        assert_eq!(shown(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn plain_text_says_the_same_without_marks() {
    let cases = [
        ("# Về **đất**\n\nmột\nhai\n\n\nba", "Về đất\n\nmột\nhai\n\nba"),
        ("Gồm:\n- a\n- [b](https://x.vn)\n\nHết.", "Gồm:\n\n- a\n- b\n\nHết."),
        ("2. hai\n   - con\n3. ba", "2. hai\n- con\n3. ba"),
        ("1. a\n\n2. b", "1. a\n\n2. b"),
        ("```\na < b\n```\n> c", "a < b\n\nc"),
        ("<div>\n&lt; <tên xã>", "<div>\n&lt; <tên xã>"),
        ("", ""),
    ];
    for (markdown, expected) in cases {
        assert_eq!(plain(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn the_most_is_taken_and_one_byte_more_is_refused() {
    assert!(html(&"a".repeat(MOST_BYTES)).is_ok());
    let bytes = MOST_BYTES + 1;
    assert_eq!(html(&"a".repeat(bytes)), Err(TooLarge { bytes }));
}

#[test]
fn no_text_makes_a_deep_page_or_a_huge_one() {
    let units = [">", "1. ", "_*", "*a **b ", "[", "<a>", "[a](b)", "\n> - ", "[a]: b\n\n[a]"];
    for unit in units {
        let attack = unit.repeat(MOST_BYTES / unit.len());
        let page = shown(&attack);
        assert!(depth(&page) <= 33, "{unit:?}");
        assert!(page.len() < 40 * MOST_BYTES, "{unit:?}: {}", page.len());
        plain(&attack);
    }
}

#[test]
fn items_too_deep_to_be_shown_keep_their_words_apart() {
    let deep = "- ".repeat(40);
    let page = text_of(&shown(&format!("{deep}một\n{}- hai", "  ".repeat(39))));
    assert_eq!(page.split_whitespace().collect::<Vec<_>>(), ["một", "hai"]);
}

/// The tags of serialised HTML, in which `<` and `>` stand nowhere else.
fn tags(html: &str) -> Vec<String> {
    let after = html.split('<').skip(1);
    after.map(|piece| piece.split_once('>').unwrap().0.to_owned()).collect()
}

fn depth(html: &str) -> i32 {
    let opened = tags(html).into_iter().scan(0, |open, tag| {
        *open += match tag {
            tag if tag == "br" => 0,
            tag if tag.starts_with('/') => -1,
            _ => 1,
        };
        Some(*open)
    });
    opened.max().unwrap_or(0)
}

fn text_of(html: &str) -> String {
    let texts = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text: String = texts.collect();
    ["&lt;<", "&gt;>", "&nbsp;\u{a0}", "&amp;&"].iter().fold(text, |text, pair| {
        let (name, character) = pair.split_at(pair.find(';').unwrap() + 1);
        text.replace(name, character)
    })
}
