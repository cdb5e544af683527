//! Lessons as web pages: for a folder on any host or on a disk, and for our own server.
//!
//! ```text
//! index.html                     the lessons
//! assets/style.css  player.js …  what every page needs, from ASSETS
//! LESSON/index.html              all slides of a lesson under one another
//! LESSON/weights-1.html …        the derivations of weights that it is not about
//! ```
//!
//! A page is complete without its script: every slide is there to be read and printed. The script shows one slide at a
//! time and lets the reader step. Pages name everything relative to themselves, hold no script and no style within
//! them, and fetch nothing, so that they work from a disk and under the strictest policy of a server.

mod choice;
mod derived;
mod index;
mod lesson;
mod reading;
mod slide;
mod table;
mod worlds;

pub use index::address;
pub use index::index;
pub use lesson::Edition;

use std::borrow::Cow;

use crate::render::html::FONT;
use crate::render::html::STYLE;
use crate::render::html::font_face;
use crate::render::xml::escaped;

/// A file that pages share.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// What it is called, in the folder [`FOLDER`].
    pub name: &'static str,
    /// Its media type.
    pub kind: &'static str,
    content: fn() -> Cow<'static, [u8]>,
}

impl Asset {
    /// What it holds.
    pub fn content(&self) -> Cow<'static, [u8]> {
        (self.content)()
    }
}

/// Where the shared files are, from the root of a site.
pub const FOLDER: &str = "assets";

const FONT_NAME: &str = "stix-two-math.woff2";

/// Every file that pages share.
pub const ASSETS: &[Asset] = &[
    Asset { name: "style.css", kind: "text/css; charset=utf-8", content: style },
    Asset { name: "player.js", kind: "text/javascript; charset=utf-8", content: player },
    Asset { name: FONT_NAME, kind: "font/woff2", content: || FONT.into() },
    Asset {
        name: "stix-two-math-LICENSE.txt",
        kind: "text/plain; charset=utf-8",
        content: || include_bytes!("../render/html/fonts/OFL.txt").into(),
    },
];

/// One script, so that it is there as a whole or not at all, and in a block, so that its names are its own.
fn player() -> Cow<'static, [u8]> {
    [
        "\"use strict\";\n{\n",
        include_str!("assets/walk.js"),
        include_str!("assets/address.js"),
        include_str!("assets/weights.js"),
        include_str!("assets/light.js"),
        include_str!("assets/formula.js"),
        include_str!("assets/judge.js"),
        include_str!("assets/place.js"),
        include_str!("assets/dialogs.js"),
        include_str!("assets/reading.js"),
        include_str!("assets/predict.js"),
        include_str!("assets/player.js"),
        "}\n",
    ]
    .map(without_remarks)
    .concat()
    .into_bytes()
    .into()
}

/// A script or style without its indentation and without lines that are nothing but a remark: pages are to stay below a
/// megabyte.
fn without_remarks(source: &str) -> String {
    let mut within_remark = false;
    let is_kept = |line: &&str| {
        let begins = line.starts_with("/*");
        let is_remark = within_remark || begins || line.starts_with("//");
        within_remark = (within_remark || begins) && !line.ends_with("*/");
        !line.is_empty() && !is_remark
    };
    source.lines().map(str::trim).filter(is_kept).flat_map(|line| [line, "\n"]).collect()
}

fn style() -> Cow<'static, [u8]> {
    let rules = [STYLE, include_str!("assets/player.css")].map(without_remarks);
    [font_face(FONT_NAME).as_str(), rules[0].as_str(), rules[1].as_str()].concat().into_bytes().into()
}

/// Where a page lives, which decides what it can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// In a folder, where nothing can be computed.
    Folder,
    /// Behind `gradwalk serve`, whose script is loaded as well.
    Server,
}

/// How a reader gets to numbers of their own.
fn own_numbers(host: Host) -> &'static str {
    match host {
        Host::Folder => {
            "Made with gradwalk. To put in your own numbers, or to have homework checked, install it and run \
             <code>gradwalk serve --open</code>."
        }
        Host::Server => "Made with gradwalk.",
    }
}

/// A whole file around the inside of its body. `root` leads from the page to the root of the site.
fn document(language: &str, title: &str, root: &str, scripts: &[&str], body: &str) -> String {
    let scripts: Vec<String> = scripts
        .iter()
        .map(|name| format!("<script src=\"{root}{FOLDER}/{name}\" defer></script>\n"))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{root}{FOLDER}/style.css\">\n\
         {}</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(language),
        escaped(title),
        scripts.concat(),
    )
}
