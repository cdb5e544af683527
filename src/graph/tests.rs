use super::*;
use crate::activation;
use crate::cost;

fn shape(widths: &[usize]) -> Shape {
    let layers = widths.len() - 1;
    Shape {
        widths: widths.to_vec(),
        activations: vec![activation::named("sigmoid").expect("in the table"); layers],
        biases: (0..layers).map(|layer| layer % 2 == 0).collect(),
        examples: 12,
        cost: cost::default(),
    }
}

#[test]
fn every_name_leads_back_to_its_quantity() {
    for widths in [&[4, 2, 3][..], &[3, 2], &[11, 3, 2, 13]] {
        let shape = shape(widths);
        let mut quantities: Vec<Quantity> = shape.parameters().chain([Quantity::Cost]).collect();
        for example in [0, 11] {
            for (layer, &width) in widths[1..].iter().enumerate() {
                quantities.extend((0..width).flat_map(|node| {
                    [Quantity::In { layer, node, example }, Quantity::Out { layer, node, example }]
                }));
            }
            quantities.push(Quantity::Input { node: widths[0] - 1, example });
            quantities.push(Quantity::Label { node: 0, example });
        }
        for quantity in quantities {
            let name = shape.symbol(quantity).to_string();
            let back = name.parse().map_err(NameError::from).and_then(|symbol| shape.quantity(&symbol));
            assert_eq!(back, Ok(quantity), "{name}");
        }
    }
}

#[test]
fn array_entries_count_from_zero() {
    let shape = shape(&[4, 2, 3]);
    assert_eq!(shape.parameter("W2[1,0]"), shape.parameter("w_221"));
    assert_eq!(shape.parameter("b1[1]"), shape.parameter("b_12"));
    for parameter in shape.parameters() {
        let entry = shape.array_entry(parameter).expect("a weight or bias");
        assert_eq!(shape.parameter(&entry), Ok(parameter));
    }
    assert_eq!(shape.parameter("w_211"), Ok(Quantity::Weight { layer: 1, from: 0, to: 0 }));
}

#[test]
fn a_name_may_be_copied_from_what_is_printed() {
    let shape = shape(&[4, 12, 3]);
    for (copied, typed) in
        [("w₂₁₁", "w_211"), (" w_211\n", "w_211"), ("w₂,₁₀,₃", "w_2,10,3"), ("b₁₂", "b_12")]
    {
        assert_eq!(shape.parameter(copied), shape.parameter(typed), "{copied}");
        assert!(shape.parameter(copied).is_ok(), "{copied}");
    }
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let shape = shape(&[4, 2, 3]);
    for (text, advice) in [
        ("w_311", "layer 3 is asked for and there are 2 of weights"),
        ("w_231", "from node 3 is asked for and there are 2"),
        ("W2[2,0]", "there is no w_231"),
        ("W2[1]", "counted from zero"),
        ("W0[1,1]", "The first layer is W1"),
        ("W", "not a weight or bias"),
        ("w_{211}", "write w_211"),
        ("w_{2,1,1}", "write w_2,1,1"),
        ("W_211", "write w_211"),
        ("w211", "write w_211"),
        ("B13", "write b_13"),
        ("w_2,,1", "an index is missing"),
        ("W2[99999999999999999999,0]", "counted from zero"),
        ("b_21", "layer 2 has no biases"),
        ("b_14", "node 4"),
        ("w_2fn", "a letter stands for any number"),
        ("o_out_1^(1)", "is not a weight or bias"),
        ("MSE", "is not a weight or bias"),
        ("w_21", "three"),
    ] {
        let refusal = shape.parameter(text).expect_err(text).to_string();
        assert!(refusal.contains(advice), "{text}: {refusal}");
    }
    let absent = |text: &str| shape.quantity(&text.parse().expect("a name")).expect_err(text).to_string();
    assert!(absent("h1_out_2^(1)").contains("called x, h, o and y"));
    assert!(absent("o_out_4^(1)").contains("node 4 is asked for and there are 3"));
    assert!(absent("o_out_1^(13)").contains("example 13 is asked for and there are 12"));
    assert!(absent("o_out_1^(e)").contains("belongs to an example"));
}
