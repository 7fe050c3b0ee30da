//! What goes into the index.

/// One published question with its answer, as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The public id (`2-15`, `a-7`); the key by which a document is replaced and removed.
    pub id: String,
    /// A short heading, or nothing.
    pub title: String,
    /// The question as its asker wrote it.
    pub question: String,
    /// The answer without its markup, empty while there is none.
    pub answer: String,
    /// The field of city life it belongs to, as its code.
    pub field: Option<String>,
    /// The unit in charge of it, as its code.
    pub unit: Option<String>,
    /// The session it was asked in, as its code.
    pub session: Option<String>,
    /// What sort of item it is, as a code.
    pub kind: String,
    /// The year it is filed under.
    pub year: i64,
    /// Whether an answer is published.
    pub answered: bool,
    /// How many support it; read by [`Sort::Votes`](crate::Sort::Votes).
    pub votes: i64,
    /// When it was published, in milliseconds UTC; read by [`Sort::New`](crate::Sort::New).
    pub at: i64,
}

/// One step of the index behind the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds the document, in place of the one that had its id.
    Put(Document),
    /// Removes the document with this id; nothing happens when there is none.
    Remove(String),
}
