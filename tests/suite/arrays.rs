//! Arrays in archives: one network, written down in all the ways that people have, is read as the same problem.

use std::io::Cursor;
use std::io::Write;

use gradwalk::activation;
use gradwalk::cost;
use gradwalk::problem;
use gradwalk::problem::Layout;
use gradwalk::problem::Orientation;
use gradwalk::problem::Problem;
use gradwalk::problem::Read;
use gradwalk::problem::ReadError;
use gradwalk::problem::Reading;
use proptest::prelude::*;
use rawzip::CompressionMethod;
use rawzip::ZipArchiveWriter;

/// An array of doubles in C order.
fn array(shape: &str, numbers: &[f64]) -> Vec<u8> {
    let data: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    npy("<f8", "False", shape, &data)
}

fn npy(descr: &str, fortran: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).expect("short").to_le_bytes();
    [b"\x93NUMPY\x01\x00", length.as_slice(), header.as_bytes(), data].concat()
}

fn archive(arrays: &[(&str, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut file = Vec::new();
    let mut zip = ZipArchiveWriter::new(&mut file);
    for (name, data) in arrays {
        let name = format!("{name}.npy");
        let (mut entry, config) = zip.new_file(&name).compression_method(method).start().expect("in memory");
        let mut writer = config.wrap(Vec::new());
        writer.write_all(data).expect("in memory");
        let (plain, descriptor) = writer.finish().expect("in memory");
        let packed = match method {
            CompressionMethod::DEFLATE => miniz_oxide::deflate::compress_to_vec(&plain, 6),
            _ => plain,
        };
        entry.write_all(&packed).expect("in memory");
        entry.finish(descriptor).expect("in memory");
    }
    zip.finish().expect("in memory");
    file
}

fn read(arrays: &[(&str, Vec<u8>)], reading: &Reading) -> Result<Read, ReadError> {
    problem::read_npz("homework.npz", Cursor::new(archive(arrays, CompressionMethod::STORE)), reading)
}

fn read_usual(arrays: &[(&str, Vec<u8>)]) -> Read {
    read(arrays, &Reading::default())
        .unwrap_or_else(|error| panic!("{}", error.report(problem::Style::Plain)))
}

const X: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
const Y: [f64; 9] = [0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0];
const W1: [f64; 8] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
const W2: [f64; 12] = [1.1, 1.2, 1.3, 2.1, 2.2, 2.3, 3.1, 3.2, 3.3, 4.1, 4.2, 4.3];
const B1: [f64; 4] = [0.01, 0.02, 0.03, 0.04];

/// Three examples through 2-4-3.
fn usual() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("X", array("(3, 2)", &X)),
        ("Y", array("(3, 3)", &Y)),
        ("W1", array("(2, 4)", &W1)),
        ("b1", array("(4,)", &B1)),
        ("W2", array("(4, 3)", &W2)),
    ]
}

/// The same arrays with some of them replaced or added.
fn with(changes: &[(&'static str, Vec<u8>)]) -> Vec<(&'static str, Vec<u8>)> {
    let mut arrays = usual();
    for (name, data) in changes {
        match arrays.iter_mut().find(|(other, _)| other == name) {
            Some((_, place)) => place.clone_from(data),
            None => arrays.push((name, data.clone())),
        }
    }
    arrays
}

/// A table with rows for columns.
fn turned(rows: usize, columns: usize, numbers: &[f64]) -> Vec<f64> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| numbers[row * columns + column])).collect()
}

fn assert_same(read: &Problem) {
    assert_eq!(read.inputs().numbers(), X);
    assert_eq!(read.labels().numbers(), Y);
    assert_eq!(read.layers()[0].weights.numbers(), W1);
    assert_eq!(read.layers()[0].biases.as_deref(), Some(B1.as_slice()));
    assert_eq!(read.layers()[1].weights.numbers(), W2);
    assert_eq!(read.shape().widths, [2, 4, 3]);
}

#[test]
fn the_usual_way_needs_no_remark() {
    let read = read_usual(&usual());
    assert_same(&read.problem);
    assert_eq!(read.remarks, [""; 0]);
    assert_eq!(read.problem.title, "homework");
    assert_eq!(read.problem.cost().name, "half-mse");
    assert!(read.problem.layers().iter().all(|layer| layer.activation.name == "sigmoid"));
}

#[test]
fn orders_and_types_make_no_difference() {
    let fortran: Vec<u8> = turned(2, 4, &W1).iter().flat_map(|number| number.to_be_bytes()).collect();
    let whole: Vec<u8> = X.iter().flat_map(|number| half_bits(*number).to_le_bytes()).collect();
    let read = read_usual(&with(&[
        ("W1", npy(">f8", "True", "(2, 4)", &fortran)),
        ("X", npy("<f2", "False", "(3, 2)", &whole)),
        ("Y", npy("|b1", "False", "(3, 3)", &[0, 1, 0, 0, 0, 1, 1, 0, 0])),
        ("b1", array("(4, 1)", &B1)),
    ]));
    assert_same(&read.problem);
    assert_eq!(read.remarks, [""; 0]);
}

/// The half-precision bits of a whole number from 1 to 6: sign 0, exponent, the digits behind the first.
fn half_bits(number: f64) -> u16 {
    [0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600]
        [X.iter().position(|x| *x >= number).expect("from 1 to 6")]
}

#[test]
fn packed_arrays_are_the_same_arrays() {
    let packed = archive(&usual(), CompressionMethod::DEFLATE);
    let read = problem::read_npz("a.npz", Cursor::new(packed), &Reading::default());
    assert_same(&read.expect("deflated").problem);
}

#[test]
fn what_lies_the_other_way_round_is_turned_with_a_remark() {
    let read = read_usual(&with(&[
        ("X", array("(2, 3)", &turned(3, 2, &X))),
        ("W1", array("(4, 2)", &turned(2, 4, &W1))),
        ("W2", npy("<f8", "True", "(3, 4)", &W2.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<_>>())),
        ("Y", array("(3, 3)", &turned(3, 3, &Y))),
    ]));
    assert_same(&read.problem);
    assert_eq!(
        read.remarks,
        [
            "`X` is read with its examples as columns: only so do the shapes fit",
            "`Y` is read with its examples as columns, like `X`",
            "`W1` is read as to-from: only so do the shapes fit",
            "`W2` is read as to-from: only so do the shapes fit",
        ]
    );
}

#[test]
fn what_is_stated_needs_no_remark() {
    let reading = Reading {
        activations: vec![
            activation::named("tanh").expect("known"),
            activation::named("softmax").expect("known"),
        ],
        cost: cost::named("categorical-cross-entropy"),
        layout: Some(Layout::ToFrom),
        orientation: Some(Orientation::Rows),
    };
    let arrays =
        with(&[("W1", array("(4, 2)", &turned(2, 4, &W1))), ("W2", array("(3, 4)", &turned(4, 3, &W2)))]);
    let stated = read(&arrays, &reading).expect("it fits");
    assert_same(&stated.problem);
    assert_eq!(stated.remarks, [""; 0]);
    assert_eq!(stated.problem.layers()[1].activation.name, "softmax");
    assert_eq!(stated.problem.cost().name, "categorical-cross-entropy");
    let one_too_many =
        Reading { activations: vec![activation::named("tanh").expect("known"); 3], ..Reading::default() };
    let refusal = read(&usual(), &one_too_many).expect_err("three for two");
    assert_eq!(refusal.says, "3 activations are stated for a network of 2 layers");
}

#[test]
fn classes_become_labels() {
    for (shape, classes) in [("(3,)", [1_i16, 2, 0]), ("(3, 1)", [1, 2, 0]), ("(1, 3)", [1, 2, 0])] {
        let data: Vec<u8> = classes.iter().flat_map(|class| class.to_le_bytes()).collect();
        let read = read_usual(&with(&[("Y", npy("<i2", "False", shape, &data))]));
        assert_same(&read.problem);
        assert_eq!(read.remarks, ["`Y` is read as classes: the number of the output node that should be 1"]);
    }
}

#[test]
fn other_names_are_known() {
    let names = [
        ["x", "y", "W1", "b1", "W2"],
        ["inputs", "labels", "weights_1", "biases_1", "weights_2"],
        ["X", "targets", "w1", "B1", "W_2"],
    ];
    for names in names {
        let arrays: Vec<_> = names.into_iter().zip(usual()).map(|(name, (_, data))| (name, data)).collect();
        let read = read_usual(&arrays);
        assert_same(&read.problem);
        assert_eq!(read.remarks, [""; 0]);
    }
}

/// Who then asks for `W1[0,0]` must know that it is not the second layer's.
#[test]
fn layers_that_count_from_zero_are_said_to() {
    let names = ["X", "Y", "W0", "b0", "W1"];
    let arrays: Vec<_> = names.into_iter().zip(usual()).map(|(name, (_, data))| (name, data)).collect();
    let read = read_usual(&arrays);
    assert_same(&read.problem);
    let said =
        "the layers of this file count from zero; here its first layer is W1, and its weights are w_111, …";
    assert_eq!(read.remarks, [said]);
}

#[test]
fn what_only_a_check_uses_is_known_and_what_nobody_uses_is_named() {
    let known = ["dW1", "H_delta", "O_error", "Z2", "A1", "cost", "weights_2_update", "output_layer_outputs"];
    let objects = npy("|O", "False", "(3,)", &[0; 24]);
    let mut arrays = usual();
    arrays.extend(known.map(|name| (name, objects.clone())));
    assert_eq!(read_usual(&arrays).remarks, [""; 0]);
    arrays.extend(["wieghts_2", "learning_rate"].map(|name| (name, objects.clone())));
    assert_eq!(
        read_usual(&arrays).remarks,
        [
            "the array `wieghts_2` is left out: its name is unknown; did you mean `weights_2`?",
            "the array `learning_rate` is left out: its name is unknown",
        ]
    );
}

#[test]
fn a_bomb_is_refused_before_it_inflates() {
    let zeros = array("(1000000, 9)", &vec![0.0; 9_000_000]);
    let bomb = archive(&with(&[("X", zeros)]), CompressionMethod::DEFLATE);
    let refusal = problem::read_npz("bomb.npz", Cursor::new(&bomb), &Reading::default()).expect_err("a bomb");
    assert!(bomb.len() < 1 << 20 && refusal.says.ends_with("would inflate to 72000076"), "{}", refusal.says);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Changed before it is packed, so that every checksum is right.
    #[test]
    fn no_change_of_an_array_panics(
        which in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[(),0-9<>fiubOc|TrueFalse:'{}]"), 1..4),
        length in any::<prop::sample::Index>(),
        packed in any::<bool>(),
    ) {
        let mut arrays = usual();
        let data = &mut arrays[which].1;
        for (at, letter) in changes {
            let at = at.index(data.len());
            data.splice(at..=at, letter.bytes());
        }
        if packed {
            data.truncate(length.index(data.len() + 1));
        }
        let method = if packed { CompressionMethod::DEFLATE } else { CompressionMethod::STORE };
        let file = archive(&arrays, method);
        if let Err(error) = problem::read_npz("a.npz", Cursor::new(file), &Reading::default()) {
            error.report(problem::Style::Plain);
        }
    }
}
