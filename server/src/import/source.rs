//! The lines of a file, CSV or JSONL, one at a time.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::Path;

use dialogue::text::fold;

use super::ImportError;

/// A longer line is refused: three texts of 64 KiB and what stands around them.
const MAX_LINE: u64 = 512 * 1024;
/// How much of a file is looked at to tell its separator.
const LOOKED_AT: u64 = 64 * 1024;

/// The columns that an item is made of, under the names that are understood.
const COLUMNS: [(&str, &[&str]); 11] = [
    ("ref", &["ref", "ma", "ma_so", "ma_cau_hoi", "so_hieu"]),
    ("id", &["id"]),
    ("question", &["question", "cau_hoi", "noi_dung", "noi_dung_cau_hoi", "noi_dung_hoi"]),
    ("answer", &["answer", "tra_loi", "cau_tra_loi", "noi_dung_tra_loi"]),
    ("title", &["title", "tieu_de"]),
    ("unit", &["unit", "don_vi", "co_quan", "don_vi_tra_loi", "co_quan_tra_loi"]),
    ("field", &["field", "linh_vuc"]),
    ("asked_at", &["asked_at", "ngay_hoi", "ngay_gui", "thoi_gian_hoi"]),
    ("answered_at", &["answered_at", "ngay_tra_loi", "thoi_gian_tra_loi"]),
    ("source", &["source", "nguon"]),
    ("kind", &["kind", "loai"]),
];

/// One line, or what is wrong with it.
pub struct Line {
    /// Its number in the file, from 1.
    pub number: u64,
    pub values: Result<Values, String>,
}

/// What a line says, by column.
pub type Values = HashMap<&'static str, String>;

/// An open file.
pub struct Source {
    rows: Rows,
    /// Columns that are not understood, and how many lines have them.
    pub unknown: BTreeMap<String, u64>,
    size: u64,
    read: u64,
}

enum Rows {
    Csv { reader: Box<csv::Reader<File>>, columns: Vec<Option<&'static str>>, strange: Vec<String> },
    Jsonl { reader: BufReader<File>, number: u64 },
}

impl Source {
    /// Opens a file: JSONL when its name ends so or it begins with a brace, CSV otherwise (separated by commas,
    /// semicolons or tabs, with names in the first line).
    ///
    /// # Errors
    /// [`ImportError`] when the file cannot be read, is not UTF-8, or lacks a column that is needed.
    pub fn open(path: &Path) -> Result<Source, ImportError> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut head = Vec::new();
        file.by_ref().take(LOOKED_AT).read_to_end(&mut head)?;
        check_encoding(&head)?;
        let bom = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        file.seek(std::io::SeekFrom::Start(bom))?;
        let text = &head[usize::try_from(bom).unwrap_or(0)..];
        let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
        let is_json = path.extension().is_some_and(|name| name == "jsonl" || name == "ndjson");
        let rows = if is_json || first == Some(&b'{') {
            Rows::Jsonl { reader: BufReader::new(file), number: 0 }
        } else {
            open_csv(file, text)?
        };
        Ok(Source { rows, unknown: BTreeMap::new(), size, read: 0 })
    }

    /// How much of the file was read, in thousandths.
    pub fn progress(&self) -> u64 {
        (self.read * 1000).checked_div(self.size).unwrap_or(1000).min(1000)
    }

    fn next_csv(&mut self) -> Result<Option<Line>, ImportError> {
        let Rows::Csv { reader, columns, strange } = &mut self.rows else { return Ok(None) };
        let mut record = csv::ByteRecord::new();
        if !reader.read_byte_record(&mut record)? {
            return Ok(None);
        }
        let position = record.position();
        self.read = position.map_or(0, csv::Position::byte);
        let number = position.map_or(0, csv::Position::line);
        for name in strange {
            *self.unknown.entry(name.clone()).or_default() += 1;
        }
        let mut values = Values::new();
        for (bytes, column) in record.iter().zip(columns) {
            let Some(column) = column else { continue };
            match std::str::from_utf8(bytes) {
                Ok(text) => values.insert(column, text.to_owned()),
                Err(_) => return Ok(Some(Line { number, values: Err(format!("{column} is not UTF-8")) })),
            };
        }
        Ok(Some(Line { number, values: Ok(values) }))
    }

    fn next_jsonl(&mut self) -> Result<Option<Line>, ImportError> {
        let Rows::Jsonl { reader, number } = &mut self.rows else { return Ok(None) };
        loop {
            let mut bytes = Vec::new();
            let read = reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut bytes)?;
            if read == 0 {
                return Ok(None);
            }
            *number += 1;
            self.read += read as u64;
            let number = *number;
            if !bytes.ends_with(b"\n") && read as u64 == MAX_LINE {
                self.read += skip_line(reader)?;
                return Ok(Some(Line { number, values: Err(format!("longer than {MAX_LINE} bytes")) }));
            }
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Ok(Some(Line { number, values: read_object(&bytes, &mut self.unknown) }));
        }
    }
}

impl Iterator for Source {
    type Item = Result<Line, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.rows {
            Rows::Csv { .. } => self.next_csv().transpose(),
            Rows::Jsonl { .. } => self.next_jsonl().transpose(),
        }
    }
}

fn check_encoding(head: &[u8]) -> Result<(), ImportError> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(ImportError::Unreadable("it is UTF-16; please save it as UTF-8".to_owned()));
    }
    if head.contains(&0) {
        return Err(ImportError::Unreadable("it is no text".to_owned()));
    }
    Ok(())
}

fn open_csv(file: File, head: &[u8]) -> Result<Rows, ImportError> {
    let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| first_line.iter().filter(|byte| **byte == separator).count();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(true).from_reader(file);
    let names = reader.byte_headers()?.clone();
    let (mut columns, mut strange) = (Vec::new(), Vec::new());
    for name in &names {
        let name = String::from_utf8_lossy(name).trim().to_owned();
        let column = column(&name).filter(|column| !columns.contains(&Some(*column)));
        if column.is_none() && !name.is_empty() {
            strange.push(name);
        }
        columns.push(column);
    }
    let has = |column| columns.contains(&Some(column));
    if !has("question") || !(has("ref") || has("id")) {
        return Err(ImportError::Unreadable(
            "its first line names no column ref (or id) and question".to_owned(),
        ));
    }
    Ok(Rows::Csv { reader: Box::new(reader), columns, strange })
}

/// The column that a name means, whatever its case, marks and blanks.
fn column(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("_");
    COLUMNS.into_iter().find(|(_, names)| names.contains(&name.as_str())).map(|(column, _)| column)
}

fn read_object(bytes: &[u8], unknown: &mut BTreeMap<String, u64>) -> Result<Values, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).map_err(|error| format!("no JSON object: {error}"))?;
    let mut values = Values::new();
    for (name, value) in object {
        let Some(column) = column(&name) else {
            *unknown.entry(name).or_default() += 1;
            continue;
        };
        let text = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            _ => return Err(format!("{column} is no text")),
        };
        values.entry(column).or_insert(text);
    }
    Ok(values)
}

/// Reads on to the end of the line; returns how many bytes that were.
fn skip_line(reader: &mut BufReader<File>) -> std::io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        let (count, is_end) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(place) => (place + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(count);
        skipped += count as u64;
        if is_end {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn lines(name: &str, bytes: &[u8]) -> Result<Vec<Line>, ImportError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        File::create(&path).unwrap().write_all(bytes).unwrap();
        Source::open(&path)?.collect()
    }

    fn first(name: &str, text: &str) -> Values {
        lines(name, text.as_bytes()).unwrap().remove(0).values.unwrap()
    }

    #[test]
    fn separators_names_and_marks_of_any_usual_kind_are_understood() {
        for text in [
            "ref,question,answer\n7,\"Hỏi, gì?\",Đáp",
            "\u{feff}Ref;Question;Answer\r\n7;Hỏi, gì?;Đáp\r\n",
            "Mã số\tNội dung câu hỏi\tTrả lời\n7\tHỏi, gì?\tĐáp\n",
            "ID,CÂU HỎI,TRẢ LỜI\n7,\"Hỏi, gì?\",Đáp\n",
        ] {
            let values = first("a.csv", text);
            let id = values.get("ref").or(values.get("id")).unwrap();
            assert_eq!(
                (id.as_str(), &values["question"][..], &values["answer"][..]),
                ("7", "Hỏi, gì?", "Đáp"),
                "{text}"
            );
        }
        let values = first("a.txt", "\n{\"id\": 7, \"question\": \"Hỏi\", \"answer\": null}\n");
        assert_eq!((&values["id"][..], &values["question"][..], values.get("answer")), ("7", "Hỏi", None));
    }

    #[test]
    fn lines_are_numbered_as_an_editor_does() {
        let all = lines("a.csv", "ref,question\n1,\"zwei\nZeilen\"\n2,b\n".as_bytes()).unwrap();
        assert_eq!(all.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 4]);
        let all = lines("a.jsonl", b"{\"id\":1}\n\nx\n{\"id\":2}").unwrap();
        assert_eq!(
            all.iter().map(|line| (line.number, line.values.is_ok())).collect::<Vec<_>>(),
            [(1, true), (3, false), (4, true)]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_and_the_next_is_read() {
        let long = format!("{{\"id\":1,\"question\":\"{}\"}}\n{{\"id\":2}}\n", "x".repeat(700_000));
        let all = lines("a.jsonl", long.as_bytes()).unwrap();
        assert_eq!(all.iter().map(|line| line.values.is_ok()).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn what_is_no_such_file_is_said_so() {
        for bytes in [&b"\xFF\xFEa\0"[..], b"PK\x03\x04\0\0", b"", b"a,b\n1,2\n", b"question\nx\n"] {
            assert!(matches!(lines("a.csv", bytes), Err(ImportError::Unreadable(_))), "{bytes:?}");
        }
        assert!(matches!(Source::open(Path::new("/nowhere/a.csv")), Err(ImportError::File(_))));
    }

    proptest! {
        #[test]
        fn any_bytes_give_lines_or_an_error(bytes in any::<Vec<u8>>(), csv in any::<bool>()) {
            let head: &[u8] = if csv { b"ref,question\n" } else { b"{" };
            let _told = lines("a.txt", &[head, &bytes].concat());
        }
    }
}
