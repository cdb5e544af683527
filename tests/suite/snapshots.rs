//! Snapshots in the folder `snapshots`, named by what they show.

use insta::Settings;

/// Compares a text with `snapshots/<folder>/<name>.snap`. The description makes the snapshot readable alone.
#[track_caller]
pub(crate) fn assert(folder: &str, name: &str, description: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(format!("{}/snapshots/{folder}", env!("CARGO_MANIFEST_DIR")));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(description);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
