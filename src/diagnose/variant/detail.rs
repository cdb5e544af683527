//! What a form does, in a few words.

use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::End;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Labels;
use crate::diagnose::recipe::Product;

/// What a form does, where the id alone does not say it: a few words that follow the mistake's own.
pub(in crate::diagnose) fn detail(edits: &[Edit], layers: usize) -> Option<String> {
    let detail = match edits.first()? {
        Edit::Labels(Labels::RowsRolled(by)) => format!("the labels are shifted by {by}"),
        Edit::Labels(Labels::RowsReversed) => "the labels are in reverse order".into(),
        Edit::Labels(Labels::RowsOrdered(_)) => "the labels are in another order".into(),
        Edit::Labels(Labels::ColumnsRolled(by)) => format!("shifted by {by}"),
        Edit::Examples(Examples::Without(End::First)) => "the first one".into(),
        Edit::Examples(Examples::Without(End::Last)) => "the last one".into(),
        Edit::Product(_, Product::Of(_)) => "for the weights".into(),
        Edit::Own(layer, _) if !edits.iter().any(|edit| matches!(edit, Edit::Sent(..))) => {
            format!("in the gradient of layer {} only", layer + 1)
        }
        Edit::Own(layer, _) if layer + 1 < layers && layers > 2 && edits.len() == 2 => {
            format!("in layer {}", layer + 1)
        }
        Edit::Sent(layer, _) => format!("only in what goes back from layer {}", layer + 1),
        Edit::Hand(layer, _) if layers > 1 && edits.len() == 1 => format!("in layer {}", layer + 1),
        _ => return None,
    };
    Some(detail)
}
