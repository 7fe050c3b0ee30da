//! What became of each line of a file.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// How many line numbers of one reason are shown on a screen.
const SHOWN: usize = 20;
/// How many values of one list are shown.
const SHOWN_VALUES: usize = 20;

/// Counts over a whole file.
#[derive(Debug, Default)]
pub struct Report {
    pub lines: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Their texts were erased here, so they were left alone.
    pub removed: u64,
    /// By reason, the lines that were refused.
    pub refused: BTreeMap<String, Vec<u64>>,
    pub unknown_columns: BTreeMap<String, u64>,
    pub unknown_kinds: BTreeMap<String, u64>,
    pub unknown_units: BTreeMap<String, u64>,
    pub unknown_fields: BTreeMap<String, u64>,
    /// Texts that were HTML.
    pub cleaned: u64,
    /// Parts of askers' texts that were hidden, by what they tell.
    pub hidden: BTreeMap<String, u64>,
    /// Answers in which somebody should look for such parts.
    pub telling_answers: u64,
}

impl Report {
    pub fn refuse(&mut self, line: u64, why: String) {
        self.refused.entry(why).or_default().push(line);
    }

    /// How many lines were refused.
    #[must_use]
    pub fn refusals(&self) -> usize {
        self.refused.values().map(Vec::len).sum()
    }

    /// The report with every line number.
    #[must_use]
    pub fn whole(&self) -> String {
        self.told(usize::MAX)
    }

    fn told(&self, shown: usize) -> String {
        let mut out = format!(
            "{} lines: {} new, {} changed, {} unchanged, {} erased before and left alone, {} refused\n",
            self.lines,
            self.new,
            self.changed,
            self.unchanged,
            self.removed,
            self.refusals()
        );
        for (why, lines) in &self.refused {
            let numbers: Vec<String> = lines.iter().take(shown).map(u64::to_string).collect();
            let more = lines.len().saturating_sub(shown);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            out += &format!("refused, {why}: line {}{more}\n", numbers.join(", "));
        }
        let lists = [
            ("columns that are not understood", &self.unknown_columns),
            ("kinds that are not understood (taken as questions)", &self.unknown_kinds),
            ("units that are not in the list (kept as written)", &self.unknown_units),
            ("fields that are not in the list", &self.unknown_fields),
            ("personal data that is hidden in titles and questions", &self.hidden),
        ];
        for (what, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            let mut values: Vec<(&String, &u64)> = values.iter().collect();
            values.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let named = values.iter().take(SHOWN_VALUES).map(|(value, count)| format!("{value} ({count})"));
            let named = named.collect::<Vec<_>>().join(", ");
            let more = values.len().saturating_sub(SHOWN_VALUES);
            let more = if more > 0 { format!(" and {more} others") } else { String::new() };
            out += &format!("{what}: {named}{more}\n");
        }
        if self.telling_answers > 0 {
            out +=
                &format!("answers that may tell personal data, left as they are: {}\n", self.telling_answers);
        }
        if self.cleaned > 0 {
            out += &format!("texts that were HTML and are plain text now: {}\n", self.cleaned);
        }
        out
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(SHOWN))
    }
}
