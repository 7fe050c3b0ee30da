//! Whatever is typed into the search, or sent past it: an answer, a page, no error of ours.

use futures_util::{StreamExt, stream};
use tests::{dice::Dice, server::TestServer};

/// How many are on their way at once.
const AT_ONCE: usize = 8;

const HARD: [&str; 26] = [
    "AND",
    "OR NOT",
    "+đất -sổ",
    "title:đất",
    "id:1-1",
    "đất^4",
    "đất~2",
    "[a TO z]",
    "{* TO *}",
    "(((",
    ")))",
    "\"",
    "\"\"",
    "\"đất",
    "đất \" sổ \" đỏ \"",
    "'; DROP TABLE questions; --",
    "%",
    "_",
    "\\",
    "/.*/",
    "<script>alert(1)</script>",
    "\u{202E}đất\u{202C}",
    "đ\u{0301}\u{0302}\u{0303}\u{0323}",
    "\u{0}\u{1}\u{7f}",
    "🙂🙃",
    "ﬀ Ⅷ ½",
];

fn encoded(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("%{byte:02X}")).collect()
}

/// Asks both ways. Bytes that are no text may be refused; nothing else may.
async fn asks(server: &TestServer, words: Vec<u8>) {
    let client = server.visitor();
    let is_text = std::str::from_utf8(&words).is_ok();
    for path in ["/api/v1/archive", "/kho"] {
        let address = format!("{path}?q={}", encoded(&words));
        let reply = client.get(&address).await;
        let fits = reply.status == 200 || (!is_text && reply.status == 400);
        assert!(fits, "{address}: {reply}");
        assert!(!reply.text().contains("<script>alert(1)"), "{address} repeats markup");
    }
}

#[tokio::test]
async fn any_words_get_an_answer() {
    let server = TestServer::shared_demo();
    let mut hard: Vec<String> = HARD.iter().map(|&words| words.to_owned()).collect();
    hard.extend([
        "* ".repeat(200),
        "đất* ".repeat(80),
        "?".repeat(400),
        "\"đất\" ".repeat(60),
        "a".repeat(400),
        "ậ".repeat(400),
        "thu tuc ".repeat(50),
    ]);
    let mut words: Vec<Vec<u8>> = hard.into_iter().map(String::into_bytes).collect();
    let mut dice = Dice::new(6);
    // Most bytes by chance are no text: half of these are letters by chance.
    for round in 0..1_000 {
        let length = 1 + dice.below(100);
        let text: String = (0..length).map(|_| any_letter(&mut dice)).collect();
        let bytes = (0..length).map(|_| u8::try_from(dice.below(256)).expect("a byte")).collect();
        words.push(if round % 2 == 0 { text.into_bytes() } else { bytes });
    }
    stream::iter(words).for_each_concurrent(AT_ONCE, |words| asks(server, words)).await;
}

fn any_letter(dice: &mut Dice) -> char {
    let ranges = [0..0x80, 0xC0..0x250, 0x300..0x370, 0x1E00..0x1F00, 0x2000..0x2070, 0x1_F300..0x1_F400];
    let range = &ranges[dice.below(ranges.len())];
    let number = range.start + dice.below(range.len());
    u32::try_from(number).ok().and_then(char::from_u32).expect("none of these is half of a letter")
}

#[tokio::test]
async fn long_words_are_cut_and_wrong_filters_are_told() {
    let server = TestServer::shared_demo();
    let client = server.visitor();
    let long = |letters: usize| format!("/api/v1/archive?q={}", encoded("đ".repeat(letters).as_bytes()));
    for letters in [400, 401, 3_000] {
        let reply = client.get(&long(letters)).await;
        assert_eq!(reply.status, 200, "what is more than 400 letters is not read: {reply}");
    }
    let cut = "ngập ".repeat(100) + "quỳnh";
    let page = client.get(&format!("/kho?q={}", encoded(cut.as_bytes()))).await.text();
    assert!(!page.contains("quỳnh"), "nor shown");
    for wrong in ["page=x", "page=-1", "year=hai", "sort=best", "answered=maybe", "from=31/02/2026"] {
        let reply = client.get(&format!("/api/v1/archive?{wrong}")).await;
        assert!(matches!(reply.status, 400 | 422), "{wrong}: {reply}");
        let page = client.get(&format!("/kho?{wrong}")).await;
        assert!(page.status < 500 && page.text().contains("<h1"), "{wrong}: {page}");
    }
    let far = client.get("/api/v1/archive?page=10000&per_page=50").await;
    assert_eq!((far.status, far.json()["hits"].as_array().map(Vec::len)), (200, Some(0)), "{far}");
}
