//! `--notation`: what it changes in an answer, and what it leaves alone.

use serde_json::Value;
use serde_json::json;

use crate::commands::answer;
use crate::commands::json as answered;

/// What a program finds under a key is what every command reads; how a course writes it stands beside it.
#[test]
fn notations_add_to_json_and_change_nothing_else() {
    let (weight, path) = ("W_11^[2]", ["J", "a_1^[2]", "z_1^[2]", "W_11^[2]"]);
    for (command, is) in [
        (&["paths", "iris-2", "-w", "w_211"][..], vec![json!(weight), json!(path), json!(path)]),
        (&["compare", "iris-2", "-w", "w_211"], vec![json!(weight)]),
        (&["gradient", "iris-2"], vec![]),
    ] {
        let plain = [command, &["--format", "json"]].concat();
        let mut with = answered(&[&plain[..], &["--notation", "ng"]].concat());
        assert_eq!(taken(&mut with, "written"), is, "{plain:?}");
        assert_eq!(with, answered(&plain));
        assert_eq!(answer(&plain), answer(&[&plain[..], &["--notation", "series"]].concat()));
    }
}

/// Everything under this key, taken away.
fn taken(value: &mut Value, key: &str) -> Vec<Value> {
    match value {
        Value::Object(fields) => {
            let here = fields.remove(key);
            here.into_iter().chain(fields.values_mut().flat_map(|inner| taken(inner, key))).collect()
        }
        Value::Array(items) => items.iter_mut().flat_map(|inner| taken(inner, key)).collect(),
        _ => Vec::new(),
    }
}

/// Where a course has another cost, its numbers are others: with the cost that is in force on the slide.
#[test]
fn slides_in_the_notation_of_a_course_say_what_its_cost_would_be() {
    for (slide, times) in [("1", "3 times"), ("8", "1.5 times"), ("42", "3 times")] {
        let page = answer(&["show", "output-weights", "--slide", slide, "--notation", "ng"]);
        assert_eq!(page.matches("Ng's quadratic cost is").count(), 1, "{page}");
        assert!(page.replace('\n', " ").contains(times), "{page}");
    }
    assert!(!answer(&["show", "output-weights", "--slide", "1"]).contains("quadratic"));
}
