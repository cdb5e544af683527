//! Our own server: numbers that somebody types, homework, lessons that follow their files.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use gradwalk::gradient::scalar;
use gradwalk::graph::Quantity;
use gradwalk::lesson::Lesson;
use gradwalk::lesson::Reading;
use gradwalk::problem::Grid;
use gradwalk::problem::Problem;
use gradwalk::show::number::six_digits;
use libtest_mimic::Failed;
use serde_json::json;

use crate::Test;
use crate::accessible::AXE;
use crate::accessible::violations;
use crate::demand;
use crate::session::Session;

pub(crate) const TESTS: &[Test] = &[
    (
        "the_gradient_of_a_typed_number_is_that_of_the_library",
        the_gradient_of_a_typed_number_is_that_of_the_library,
    ),
    (
        "products_and_pictures_of_typed_numbers_can_be_read",
        products_and_pictures_of_typed_numbers_can_be_read,
    ),
    ("numbers_are_computed_without_a_script", numbers_are_computed_without_a_script),
    ("homework_is_judged_where_it_is_chosen_or_dropped", homework_is_judged_where_it_is_chosen_or_dropped),
    (
        "an_edit_is_shown_on_its_slide_and_a_fault_beside_the_last_good_lesson",
        an_edit_is_shown_on_its_slide_and_a_fault_beside_the_last_good_lesson,
    ),
    ("the_other_weights_come_without_a_reload", the_other_weights_come_without_a_reload),
    ("a_link_to_another_weight_leads_there", a_link_to_another_weight_leads_there),
    ("the_homework_of_a_class_is_a_table", the_homework_of_a_class_is_a_table),
    ("axe_finds_nothing_on_the_pages_of_the_server", axe_finds_nothing_on_the_pages_of_the_server),
];

/// `gradwalk serve`, ended when the test is over.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Result<Server, Failed> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gradwalk"));
        let mut child = command
            .arg("serve")
            .args(arguments)
            .env_remove("GRADWALK_LESSONS")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        BufReader::new(child.stdout.take().ok_or("it prints")?).read_line(&mut address)?;
        Ok(Server { child, address: address.trim().to_owned() })
    }

    fn open(&self, path: &str, [width, height]: [u32; 2]) -> Result<Session, Failed> {
        let session = Session::open(width, height)?;
        session.go(&format!("{}{path}", self.address))?;
        Ok(session)
    }

    /// Demands that the page had nothing to complain of and loaded nothing from elsewhere.
    fn demand_quiet(&self, session: &Session) -> Result<(), Failed> {
        let complaints = session.complaints(&self.address)?;
        demand(complaints.is_empty(), || complaints.join("\n"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until a script returns a text with these words in it, and returns all of it.
fn wait_for(session: &Session, script: &str, words: &str) -> Result<String, Failed> {
    let begin = Instant::now();
    loop {
        // Between two pages there is nothing to ask.
        let text = session.text(script).unwrap_or_default();
        if text.contains(words) {
            return Ok(text);
        }
        if begin.elapsed() > Duration::from_mins(1) {
            return Err(format!("`{words}` does not come: {text}").into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The numbers of the gradient on the page, row after row.
const GRADIENT: &str = "const section = [...document.querySelectorAll('#results section')].find((section) =>
    section.querySelector('h2').textContent.startsWith('The partial derivatives'));
    return [...(section?.querySelectorAll('td.decimal') ?? [])].map((cell) => cell.textContent).join(' ')";

/// The gradient of iris-3 with another first weight, as the library has it.
fn gradient(first: f64) -> Result<String, Failed> {
    let problem = Problem::built_in("iris-3").ok_or("it is built in")?;
    let mut layers = problem.layers().to_vec();
    let weights = &problem.layers()[0].weights;
    layers[0].weights = Grid::from_fn(weights.rows(), weights.columns(), |from, to| {
        if (from, to) == (0, 0) { first } else { weights[(from, to)] }
    });
    let (inputs, labels) = (problem.inputs().clone(), problem.labels().clone());
    let problem = Problem::new("changed", layers, inputs, labels, problem.cost())?;
    let gradient = scalar::gradient(&problem)?;
    let numbers = gradient.layers.iter().flat_map(|layer| layer.weights.numbers());
    Ok(numbers.map(|&number| six_digits(number)).collect::<Vec<_>>().join(" "))
}

fn the_gradient_of_a_typed_number_is_that_of_the_library() -> Result<(), Failed> {
    let server = Server::start(&[])?;
    let session = server.open("problem/iris-3", [1280, 1000])?;
    let (before, expected) = (session.text(GRADIENT)?, gradient(-1.25)?.replace('-', "−"));
    demand(before != expected && !before.is_empty(), || before.clone())?;
    session.click("[name=w_111]")?;
    session.script("document.activeElement.select()")?;
    session.press(&["-", "1", ".", "2", "5"])?;
    wait_for(&session, GRADIENT, &expected)?;
    let focus = session.text("return document.activeElement.name")?;
    demand(focus == "w_111", || format!("the focus is at {focus}"))?;
    session.press(&["x"])?;
    wait_for(&session, "return document.querySelector('#results').textContent", "`-1.25x` is not a number")?;
    let invalid = session.text("return document.querySelector('[aria-invalid=true]').name")?;
    demand(invalid == "w_111", || invalid)?;
    let told = session.text(
        "const field = document.querySelector('[aria-invalid=true]');
         const told = document.getElementById(field.getAttribute('aria-describedby'));
         return `${told?.textContent} ${document.querySelectorAll('#results section').length > 3}`",
    )?;
    demand(told.contains("is not a number") && told.ends_with("true"), || {
        format!("beside the field: {told}")
    })?;
    session.click("button[type=reset]")?;
    wait_for(&session, GRADIENT, &before)?;
    session.click("button[formaction='/derive']")?;
    wait_for(&session, "return document.querySelector('main').textContent", "The three agree")?;
    server.demand_quiet(&session)
}

/// What a path comes to stands in sight beside its first factors, and labels are no smaller than small print.
fn products_and_pictures_of_typed_numbers_can_be_read() -> Result<(), Failed> {
    let server = Server::start(&[])?;
    for size in [[1280, 1000], [768, 1000], [360, 740]] {
        let session = server.open("problem/iris-3", size)?;
        let seen = session.text(
            "const table = document.querySelector('.paths table');
             const place = table.closest('.scroll').getBoundingClientRect();
             const out = [...table.rows].map((row) => row.cells[row.cells.length - 1].getBoundingClientRect())
                .filter((cell) => cell.right > place.right + 1 || cell.left < place.left);
             const letters = [...document.querySelectorAll('.paths svg text')].map((label) => label.getBoundingClientRect().height);
             return `${table.rows.length > 11} ${out.length} ${letters.length > 50} ${Math.min(...letters) > 11}`",
        )?;
        demand(seen == "true 0 true true", || format!("at {size:?}: {seen}"))?;
        let cut = session.text(
            "const field = document.querySelector('[name=w_111]');
             field.value = '-0.665793252';
             return field.scrollWidth > field.clientWidth ? `${field.scrollWidth} of ${field.clientWidth}` : ''",
        )?;
        demand(cut.is_empty(), || format!("at {size:?} a number is cut: {cut}"))?;
    }
    Ok(())
}

fn numbers_are_computed_without_a_script() -> Result<(), Failed> {
    let server = Server::start(&[])?;
    let session = server.open("", [1280, 1000])?;
    session.command("Emulation.setScriptExecutionDisabled", &json!({"value": true}))?;
    session.go(&format!("{}problem/iris-3", server.address))?;
    session.click("[name=w_111]")?;
    session.press(&["\u{e010}", "1"])?;
    session.click("form#numbers button")?;
    let address = format!("{}problem", server.address);
    wait_for(&session, "return location.href", &address)?;
    let problem = Problem::built_in("iris-3").ok_or("it is built in")?;
    let first: f64 = format!("{}1", problem.layers()[0].weights[(0, 0)]).parse()?;
    let (numbers, expected) = (session.text(GRADIENT)?, gradient(first)?);
    demand(numbers == expected, || format!("{numbers} is not {expected}"))
}

/// A problem with a gradient in it. o = (6, 3), o − y = (2, −2), N = 2: the gradient is 3 · (2, −2) / 2.
fn homework(first: &str) -> String {
    format!(
        "(format: 1, cost: \"half-mse\", layers: [(activation: \"identity\", weights: [[2, 1]])], inputs: [[3]], \
         labels: [[4, 5]], gradients: [(weights: [[{first}, -3.0]])])"
    )
}

fn homework_is_judged_where_it_is_chosen_or_dropped() -> Result<(), Failed> {
    let server = Server::start(&[])?;
    let folder = tempfile::tempdir()?;
    let report = "return document.querySelector('main').textContent";
    let session = server.open("problem/mazur", [1280, 1000])?;
    let file = folder.path().join("right.ron");
    fs::write(&file, homework("3.0"))?;
    session.choose("input[type=file]", &file)?;
    session.click("button[formaction='/file']")?;
    let right = wait_for(&session, report, "right: is this the gradient?")?;
    demand(right.contains("Right:"), || right.clone())?;
    // What the page lists is what the program says.
    let drop = format!(
        "const files = new DataTransfer();
         files.items.add(new File([{}], 'wrong.ron'));
         const told = {{ bubbles: true, cancelable: true, dataTransfer: files }};
         document.body.dispatchEvent(new DragEvent('dragover', told));
         document.body.dispatchEvent(new DragEvent('drop', told));",
        json!(homework("6.0"))
    );
    session.script(&drop)?;
    let wrong = wait_for(&session, report, "wrong: is this the gradient?")?;
    demand(!wrong.contains("Right:") && wrong.contains("The first difference: w_111"), || wrong.clone())?;
    server.demand_quiet(&session)
}

/// The page is there before the lesson has been read for the other weights, and follows its file without being loaded
/// again.
fn the_other_weights_come_without_a_reload() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (file, text) = new_lesson(folder.path())?;
    let server = Server::start(&["--lessons", folder.path().to_str().ok_or("text")?])?;
    let session = server.open("lesson/mine/#3", [1280, 1000])?;
    session.script("window.same = 'the same page'")?;
    let weights =
        "return `${window.same}: ${document.querySelectorAll('input[name=weight]').length} weights`";
    let lesson = Lesson::read("mine.ron", &text, &Reading::default());
    let lesson = lesson.map_err(|_| "it verifies")?;
    let count = lesson.problem.shape().parameters().filter(|one| is_beside(*one, lesson.weight)).count();
    let expected = format!("the same page: {count} weights");
    demand(count > 1, || expected.clone())?;
    wait_for(&session, weights, &expected)?;
    session.script("document.addEventListener('renew', () => { window.renewed = true; })")?;
    save_edited(&file, &text)?;
    wait_for(&session, "return document.querySelector('.slide.now')?.textContent", "This is new.")?;
    // The slide comes first, then the lesson, and then its other weights.
    let complete = "return `${window.renewed && !document.getElementById('others')}`";
    wait_for(&session, complete, "true")?;
    wait_for(&session, weights, &expected)?;
    // Choosing one then works in the page.
    session.press(&["w", "\u{e014}", "\u{e00c}"])?;
    wait_for(&session, "return `${window.same} ${location.hash}`", "the same page #3&")?;
    let hash = session.text("return location.hash")?;
    demand(hash.contains("weight=w_"), || hash.clone())?;
    server.demand_quiet(&session)
}

/// An address may name weights that the page is still to get: it shows them as soon as it has them, and again after an
/// edit.
fn a_link_to_another_weight_leads_there() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (file, text) = new_lesson(folder.path())?;
    let lesson = Lesson::read("mine.ron", &text, &Reading::default()).map_err(|_| "it verifies")?;
    let shape = lesson.problem.shape();
    let others: Vec<String> = shape
        .parameters()
        .filter(|one| is_beside(*one, lesson.weight) && *one != lesson.weight)
        .map(|one| shape.symbol(one).to_string())
        .collect();
    let [one, other, ..] = others.as_slice() else { return Err("it has other weights".into()) };
    let server = Server::start(&["--lessons", folder.path().to_str().ok_or("text")?])?;
    let view = format!("#3&weight={one}&beside={other}");
    let session = server.open(&format!("lesson/mine/{view}"), [1280, 1000])?;
    let state =
        "const names = [...document.querySelectorAll('.slide.now')].map((slide) => slide.dataset.shows);
                 return `${location.hash} shows ${names.join(' and ')}`";
    let expected = format!("{view} shows {one} and {other}");
    wait_for(&session, state, &expected)?;
    session.script("document.addEventListener('renew', () => { window.renewed = true; })")?;
    save_edited(&file, &text)?;
    wait_for(&session, "return String(window.renewed && !document.getElementById('others'))", "true")?;
    wait_for(&session, state, &expected)?;
    server.demand_quiet(&session)
}

/// Whether the one is of the same layer as the other.
fn is_beside(one: Quantity, other: Quantity) -> bool {
    let layer = |quantity| if let Quantity::Weight { layer, .. } = quantity { Some(layer) } else { None };
    layer(one).is_some() && layer(one) == layer(other)
}

fn the_homework_of_a_class_is_a_table() -> Result<(), Failed> {
    let server = Server::start(&[])?;
    let session = server.open("", [1280, 1000])?;
    let drop = format!(
        "const files = new DataTransfer();
         files.items.add(new File([{}], 'ada.ron'));
         files.items.add(new File([{}], 'bob <b>.ron'));
         files.items.add(new File(['nothing'], 'cyd.ron'));
         const told = {{ bubbles: true, cancelable: true, dataTransfer: files }};
         document.body.dispatchEvent(new DragEvent('drop', told));",
        json!(homework("3.0")),
        json!(homework("6.0"))
    );
    session.script(&drop)?;
    let told = wait_for(&session, "return document.querySelector('main').innerText", "cyd.ron")?;
    let row = |name: &str| told.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    demand(told.contains("3 files: 1 right"), || told.clone())?;
    demand(row("ada.ron").contains("correct"), || told.clone())?;
    demand(row("bob <b>.ron").contains("w_111"), || told.clone())?;
    demand(row("cyd.ron").contains("not read"), || told.clone())?;
    server.demand_quiet(&session)
}

fn an_edit_is_shown_on_its_slide_and_a_fault_beside_the_last_good_lesson() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (file, text) = new_lesson(folder.path())?;
    let server = Server::start(&["--lessons", folder.path().to_str().ok_or("text")?])?;
    let session = server.open("lesson/mine/#1", [1280, 1000])?;
    save_edited(&file, &text)?;
    let seen = "return `${document.querySelector('.slide.now')?.id} ${document.querySelector('.slide.now')?.textContent}`";
    let slide = wait_for(&session, seen, "This is new.")?;
    demand(slide.starts_with('3'), || slide.clone())?;
    save(&file, &text.replacen("goal:", "gaol:", 1))?;
    let alert =
        wait_for(&session, "return document.querySelector('[role=alert].faults')?.textContent", "gaol")?;
    demand(alert.contains("mine.ron:") && alert.contains("^^^^"), || alert.clone())?;
    let slide = session.text(seen)?;
    demand(slide.starts_with('3') && slide.contains("This is new."), || slide.clone())?;
    save(&file, &text)?;
    wait_for(&session, "return String(document.querySelector('[role=alert].faults'))", "null")?;
    server.demand_quiet(&session)
}

/// Saves a file as editors do: another takes its place.
fn save(file: &Path, text: &str) -> Result<(), Failed> {
    let new = file.with_extension("new");
    fs::write(&new, text)?;
    Ok(fs::rename(&new, file)?)
}

/// A new lesson in a folder: its file and what is in it.
fn new_lesson(folder: &Path) -> Result<(PathBuf, String), Failed> {
    let file = folder.join("mine.ron");
    let made = Command::new(env!("CARGO_BIN_EXE_gradwalk")).arg("new").arg(&file).output()?;
    demand(made.status.success(), || "there is no lesson".into())?;
    let text = fs::read_to_string(&file)?;
    Ok((file, text))
}

/// Saves it with new words on its last slide.
fn save_edited(file: &Path, text: &str) -> Result<(), Failed> {
    let (start, end) = text.rsplit_once("says: \"").ok_or("it says something")?;
    save(file, &format!("{start}says: \"This is new. {end}"))
}

fn axe_finds_nothing_on_the_pages_of_the_server() -> Result<(), Failed> {
    let server = Server::start(&[])?;
    for (path, size) in [
        ("", [1280, 1000]),
        ("problem/iris-3", [1280, 1000]),
        ("problem/mazur", [360, 740]),
        ("derive/iris-2/w_111", [360, 740]),
        ("nothing", [1280, 1000]),
    ] {
        let session = server.open(path, size)?;
        session.script(AXE)?;
        let found = violations(&session)?;
        demand(found.is_empty(), || format!("/{path}: {}", found.join("\n")))?;
        let is_wide = "return document.documentElement.scrollWidth > innerWidth ? 'wide' : ''";
        demand(session.text(is_wide)?.is_empty(), || format!("/{path} is wider than its window"))?;
    }
    Ok(())
}
