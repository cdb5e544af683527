//! A whole file that needs nothing from anywhere: style and font are in it.

use super::Html;
use super::STYLE;
use crate::page::Page;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::xml::escaped;
use crate::render::xml::in_charset;

/// The font for formulas, for a server or a folder that keeps it in a file of its own: STIX Two Math, cut to our
/// characters, under the SIL Open Font License 1.1.
pub const FONT: &[u8] = include_bytes!("fonts/stix-two-math.woff2");

/// The rule by which a style sheet finds the font under this address.
pub fn font_face(address: &str) -> String {
    format!(
        "@font-face{{font-family:\"gradwalk math\";src:url(\"{address}\") format(\"woff2\");font-display:block}}\n"
    )
}

/// Pages under one another in one file, in this language (`en`, `de`).
pub fn document(pages: &[Page], language: &str, style: &Style) -> String {
    let title = pages.first().map_or("gradwalk", |page| page.title.as_str());
    let articles: Vec<String> = pages.iter().map(|page| Html.page(page, style)).collect();
    let font = font_face(&format!("data:font/woff2;base64,{}", base64(FONT)));
    let file = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>\n{font}{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n\
         </body>\n</html>\n",
        escaped(language),
        escaped(title),
        articles.concat()
    );
    in_charset(file, style.charset)
}

/// Three bytes as four characters, RFC 4648.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let group =
            three.iter().fold(0u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let sign = SIGNS[(group >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn base64_as_the_standard_has_it() {
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in pairs {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfd]), "//79");
    }

    #[test]
    fn nothing_is_fetched_from_anywhere() {
        let file = document(&[samples::page()], "en", &Style::default());
        let addresses = file.split(['"', '(', ' ']).filter(|word| word.contains("://"));
        assert_eq!(addresses.filter(|word| *word != "http://www.w3.org/2000/svg").count(), 0);
        assert!(
            !file.contains("src=")
                && !file.contains("@import")
                && file.contains("data:font/woff2;base64,d09GMg")
        );
    }

    #[test]
    fn a_title_stays_a_text() {
        let page = Page { title: "</title><script>alert(1)</script>".into(), blocks: Vec::new() };
        let file = document(&[page], "en\"><script>", &Style::default());
        assert!(!file.contains("<script"), "{file}");
    }

    #[test]
    fn a_file_for_ascii_is_ascii() {
        let style = Style { charset: crate::render::Charset::Ascii, ..Style::default() };
        assert!(document(&[samples::page()], "en", &style).is_ascii());
    }
}
