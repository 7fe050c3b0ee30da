//! Model texts in the desk's forms: a note that is left empty is the chosen one. One with gaps comes back to be filled in.

use store::{StoreError, Template};

use crate::actions::Failure;
use crate::app::App;
use crate::web::form::FormBody;

/// What shows a gap in a model text: "{don_vi}", "sẽ …".
const GAPS: [char; 2] = ['{', '…'];

/// The form with its note, and why it is not to be sent yet.
///
/// # Errors
/// What the store says.
pub async fn worded(site: &App, body: FormBody) -> Result<(FormBody, Option<Failure>), StoreError> {
    let (Some(key), None) = (body.get("template"), body.get("note")) else { return Ok((body, None)) };
    let known = site.store.peek().await?.templates().await?;
    let Some(Template { text, .. }) = known.into_iter().find(|template| template.key == key) else {
        return Ok((body, None));
    };
    let gap = text
        .contains(GAPS)
        .then(|| Failure::invalid("note", "Mẫu câu còn chỗ trống. Hãy điền vào chỗ trống rồi gửi."));
    Ok((body.with("note", vec![text]), gap))
}
