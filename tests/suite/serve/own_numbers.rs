//! Numbers that somebody types, and homework that somebody drops: the page says what the command line says.

use std::fs;

use serde_json::Value;

use super::Answer;
use super::Request;
use super::Server;
use crate::support::fixture;

/// The fields of a form, as a browser would send them untouched: inputs with their values, and what is selected.
fn fields(page: &str) -> Vec<(String, String)> {
    let form =
        page.split("id=\"numbers\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a form");
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        Some(value.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&"))
    };
    let mut fields = Vec::new();
    for tag in form.split('<').filter(|tag| tag.starts_with("input ")) {
        let kind = attribute(tag, "type").unwrap_or_default();
        if let (Some(name), Some(value), "text" | "hidden") =
            (attribute(tag, "name"), attribute(tag, "value"), kind.as_str())
        {
            fields.push((name, value));
        }
    }
    for select in form.split("<select").skip(1) {
        let chosen = select.split("</select>").next().expect("an end");
        let option = chosen.split("<option").find(|option| option.contains(" selected"));
        if let (Some(name), Some(option)) = (attribute(select, "name"), option) {
            fields.push((name, attribute(option, "value").expect("a value")));
        }
    }
    fields
}

fn sent(server: &Server, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &[u8])> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    Request::post(path, &fields).to(server)
}

fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    let field = fields.iter_mut().find(|(own, _)| own == name).unwrap_or_else(|| panic!("no field {name}"));
    value.clone_into(&mut field.1);
}

/// What `gradwalk gradient --format json` says of a problem.
fn gradient(problem: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.ron");
    fs::write(&file, problem).expect("written");
    let mut command = assert_cmd::Command::cargo_bin("gradwalk").expect("the program");
    let output = command.args(["gradient", "--format", "json"]).arg(&file).assert().success();
    serde_json::from_slice(&output.get_output().stdout).expect("JSON")
}

/// The numbers of the table in the section with this title.
fn numbers_under(page: &str, title: &str) -> Vec<f64> {
    let section = page.split(title).nth(1).unwrap_or_else(|| panic!("no {title}: {page}"));
    let section = section.split("</section>").next().expect("an end");
    let cells = section.split("<td class=\"decimal\"").skip(1);
    let number = |cell: &str| {
        cell.split("</td>").next()?.split("<mn>").nth(1)?.split('<').next()?.replace('−', "-").parse().ok()
    };
    cells.filter_map(number).collect()
}

fn six_digits(number: &Value) -> f64 {
    format!("{:.5e}", number.as_f64().expect("a number")).parse().expect("a number")
}

#[test]
fn the_gradient_on_the_page_is_that_of_the_command() {
    let server = Server::start(&[]);
    let mut own = fields(&server.get("/problem/mazur").body);
    for (name, value) in [
        ("w_111", "0.9"),
        ("b_22", "-1e-1"),
        ("x_2^(1)", " 0.2 "),
        ("y_1^(1)", "\u{2212}0.5"),
        ("activation_1", "tanh"),
        ("cost", "sse"),
    ] {
        set(&mut own, name, value);
    }
    let page = sent(&server, "/problem", &own).body;
    let answer = gradient(
        "(format: 1, cost: \"sse\", layers: [\
         (activation: \"tanh\", weights: [[0.9, 0.25], [0.2, 0.3]], biases: [0.35, 0.35]),\
         (activation: \"sigmoid\", weights: [[0.4, 0.5], [0.45, 0.55]], biases: [0.6, -0.1])],\
         inputs: [[0.05, 0.2]], labels: [[-0.5, 0.99]])",
    );
    let expected: Vec<f64> = answer["gradients"]
        .as_array()
        .expect("layers")
        .iter()
        .flat_map(|layer| {
            let weights = layer["weights"]
                .as_array()
                .expect("rows")
                .iter()
                .flat_map(|row| row.as_array().expect("numbers"));
            weights.chain(layer["biases"].as_array().expect("numbers")).map(six_digits).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(expected.len(), 12);
    assert_eq!(numbers_under(&page, "The partial derivatives of"), expected, "{page}");
    let by_matrices = numbers_under(&page, "The same by matrices");
    assert!(expected.iter().all(|number| by_matrices.contains(number)), "{by_matrices:?}");
    assert!(page.contains("Paths and matrices agree."));
    // Another number, another gradient: the test can fail.
    set(&mut own, "w_111", "0.8");
    let other = sent(&server, "/problem", &own).body;
    assert_ne!(numbers_under(&other, "The partial derivatives of"), expected);
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    let server = Server::start(&[]);
    let whole = server.get("/problem/iris-3").body;
    let untouched = fields(&whole);
    for (name, value, says) in [
        ("w_111", "abc", "`abc` is not a number"),
        ("w_111", "0,5", "write decimals with a point"),
        ("x_4^(2)", "", "there is no number here"),
        ("y_1^(2)", "1e999", "is not a number"),
        ("y_1^(2)", "NaN", "is not a number"),
        ("w_213", "inf", "is not a number"),
    ] {
        let mut own = untouched.clone();
        set(&mut own, name, value);
        let page = sent(&server, "/problem", &own).body;
        assert!(
            page.contains(&format!("<code>{name}</code>: ")) && page.contains(says),
            "{name}={value}: {page}"
        );
        let field =
            page.split("<input ").find(|tag| tag.starts_with(&format!("name=\"{name}\""))).expect("it");
        assert!(field.split('>').next().expect("a tag").contains("aria-invalid=\"true\""), "{field}");
        assert!(!page.contains("The forward pass"), "nothing follows from it");
    }
    for (name, value, says) in [
        ("cost", "cross-entropy", "Paths and matrices agree"),
        ("y_1^(2)", "2", "which `cross-entropy` cannot take"),
        ("activation_1", "softmax", "is a hidden layer and cannot have `softmax`"),
        ("w_111", "1e308", "overflows"),
    ] {
        let mut own = untouched.clone();
        set(&mut own, name, value);
        if says.contains("cross") {
            set(&mut own, "cost", "cross-entropy");
        }
        if name == "w_111" {
            set(&mut own, "activation_1", "identity");
            set(&mut own, "x_1^(1)", "1e300");
        }
        let page = sent(&server, "/problem", &own).body;
        assert!(page.contains(says), "{name}: {page}");
        let cost =
            |page: &str| page.split("<strong>").nth(1).map(|rest| rest.split('<').next().map(str::to_owned));
        assert_ne!(cost(&page), cost(&whole), "{name}: the cost is still the same");
    }
    for (name, value) in [
        ("widths", "4 2 3 9"),
        ("widths", "0 2 3"),
        ("widths", "99999999999 2 3"),
        ("examples", "4000000000"),
        ("biases", "0 0 0 0"),
        ("cost", "cheap"),
        ("activation_2", ""),
        ("widths", "4 18446744073709551615 3"),
    ] {
        let mut own = untouched.clone();
        set(&mut own, name, value);
        assert_eq!(sent(&server, "/problem", &own).status, 400, "{name}={value}");
    }
}

#[test]
fn any_weight_of_own_numbers_is_derived_and_its_paths_are_listed() {
    let server = Server::start(&[]);
    let mut own = fields(&server.get("/problem/iris-2").body);
    set(&mut own, "w_111", "0.5");
    set(&mut own, "weight", "w_223");
    let page = sent(&server, "/problem", &own).body;
    assert!(page.contains("</math>: 2 path products") && page.contains("with respect to w 2 2 3"), "{page}");
    let derived = sent(&server, "/derive", &own).body;
    assert!(derived.contains("The three agree") && derived.contains("derived"), "{derived}");
    let unchanged = server.get("/derive/iris-2/w_223").body;
    assert_ne!(derived, unchanged, "the numbers are those of the form");
}

/// A problem with a gradient in it, as RON.
fn homework(first: &str) -> String {
    format!(
        "(format: 1, cost: \"half-mse\", layers: [(activation: \"identity\", weights: [[2, 1]])], inputs: [[3]], \
         labels: [[4, 5]], gradients: [(weights: [[{first}, -3.0]])])"
    )
}

#[test]
fn homework_is_judged_as_by_the_command() {
    let server = Server::start(&[]);
    // o = (6, 3), o − y = (2, −2), N = 2: the gradient is 3 · (2, −2) / 2.
    for (first, is_right) in [("3.0", true), ("6.0", false)] {
        let text = homework(first);
        let page = Request::post("/file", &[("file:mine.ron", text.as_bytes())]).to(&server).body;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("mine.ron");
        fs::write(&file, &text).expect("written");
        let mut command = assert_cmd::Command::cargo_bin("gradwalk").expect("the program");
        let output = command.arg("check").arg(&file).output().expect("an answer");
        assert_eq!(output.status.code(), Some(i32::from(!is_right)));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let lead = said.lines().find(|line| line.ends_with('.')).expect("a sentence");
        let start: String = lead.chars().take(40).collect();
        assert!(page.contains(&start), "{start}: {page}");
        assert!(page.contains("mine: is this the gradient?"), "{page}");
        let pasted = Request::post("/file", &[("pasted", text.as_bytes())]).to(&server).body;
        assert!(pasted.contains(&start), "{pasted}");
    }
}

#[test]
fn gradients_alone_belong_to_the_page_that_they_are_dropped_on() {
    let server = Server::start(&[]);
    let right = server.get("/problem/mazur").body;
    let mut fields = fields(&right);
    let table = |number: &str| format!("weight,value\nw_211,{number}\n");
    let answer = |fields: &[(String, String)], table: &str| {
        let mut sent: Vec<(&str, &[u8])> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        sent.push(("file:mine.csv", table.as_bytes()));
        Request::post("/file", &sent).to(&server).body
    };
    // Mazur's own number, rounded as he writes it.
    let good = answer(&fields, &table("0.082167041"));
    let bad = answer(&fields, &table("0.92167041"));
    assert!(!bad.contains("<p>Right: "), "{bad}");
    assert!(good.contains("<p>Right: "), "{good}");
    set(&mut fields, "w_211", "0.9");
    let other = answer(&fields, &table("0.082167041"));
    assert!(!other.contains("<p>Right: "), "of other numbers: {other}");
    let alone = Request::post("/file", &[("file:mine.csv", table("1").as_bytes())]).to(&server);
    assert!(alone.status == 422 && alone.body.contains("gradients alone"), "{}", alone.body);
    let named =
        Request::post("/file", &[("file:mine.csv", table("1").as_bytes()), ("for", b"mazur")]).to(&server);
    assert_eq!(named.status, 200, "{}", named.body);
}

#[test]
fn archives_are_opened_and_what_cannot_be_read_is_drawn() {
    let server = Server::start(&[]);
    let archive = fs::read(fixture("pytorch/g00.npz")).expect("a fixture");
    let page = Request::post("/file", &[("file:g00.npz", &archive)]).to(&server);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("g00"), "{}", page.body);
    for (file, says) in [
        ("misspelt-activation.ron", "did you mean"),
        ("cut-off.npz", "cut off"),
        ("nan.json", "nan.json:"),
        ("not-utf-8.ron", "UTF-8"),
        ("terabyte.npz", "header"),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusals").join(file);
        let bytes = fs::read(path).expect("a file");
        let answer = Request::post("/file", &[(&*format!("file:{file}"), &bytes)]).to(&server);
        assert_eq!(answer.status, 422, "{file}: {}", answer.body);
        assert!(
            answer.body.contains("class=\"report\"") && answer.body.contains(says),
            "{file}: {}",
            answer.body
        );
    }
    for (name, content, says) in [
        ("empty.csv", "", "the file is empty"),
        ("head.csv", "weight,value\n", "there is no gradient in this file"),
        ("lesson.ron", include_str!("../../../lessons/matrices.ron"), "gradwalk verify FILE"),
        ("nothing.ron", "(format: 1)", "there is no gradient in this file"),
        ("derivation.txt", "a = a", "gradwalk verify FILE"),
    ] {
        let fields = [(&*format!("file:{name}"), content.as_bytes()), ("for", b"iris-2")];
        let answer = Request::post("/file", &fields).to(&server);
        assert_eq!(answer.status, 422, "{name}: {}", answer.body);
        assert!(
            answer.body.contains(says) && !answer.body.contains("gradients alone"),
            "{name}: {}",
            answer.body
        );
    }
    let unknown = Request::post("/file", &[("file:mine.exe", b"MZ")]).to(&server);
    assert!(
        unknown.status == 422 && unknown.body.contains("the kind of file is unknown"),
        "{}",
        unknown.body
    );
}

/// Numbers too large to be compared still have a forward pass, paths and a gradient.
#[test]
fn a_comparison_that_overflows_takes_nothing_else_away() {
    let server = Server::start(&[]);
    let mut fields = fields(&server.get("/problem/iris-3").body);
    set(&mut fields, "x_1^(1)", "1e308");
    let page = sent(&server, "/problem", &fields).body;
    assert!(page.contains("cannot be compared"), "{page}");
    for title in ["The forward pass", "The partial derivatives", "paths"] {
        assert!(page.contains(title), "{title} is missing");
    }
}
