//! Snapshots in the folder `snapshots`, named by what they show.

use insta::Settings;

fn settings(folder: &str, description: &str) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(format!("{}/snapshots/{folder}", env!("CARGO_MANIFEST_DIR")));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(description);
    settings
}

/// Compares a text with `snapshots/<folder>/<name>.snap`. The description makes the snapshot readable alone.
#[track_caller]
pub(crate) fn assert(folder: &str, name: &str, description: &str, text: &str) {
    settings(folder, description).bind(|| insta::assert_snapshot!(name, text));
}

/// Compares a file with `snapshots/<folder>/<name>`, kept as a file of its own kind, such as a picture.
#[track_caller]
pub(crate) fn assert_file(folder: &str, name: &str, description: &str, content: String) {
    settings(folder, description).bind(|| insta::assert_binary_snapshot!(name, content.into_bytes()));
}
