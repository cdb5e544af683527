//! Something else handed in, numbers and layout: groups U, P and L, and one array scaled.

use super::Slip;
use super::slip;
use crate::students::homework::Axis;
use crate::students::homework::HandIn;
use crate::students::homework::Order;
use crate::students::homework::Place;

#[rustfmt::skip]
pub(super) const SLIPS: &[Slip] = &[
    slip("one-array-scaled", "W of the output times 2", |h, _| h.hand_in = HandIn::WeightsTimes(Place::Output, 2.0)),
    slip("one-array-scaled", "W of the output times -1", |h, _| h.hand_in = HandIn::WeightsTimes(Place::Output, -1.0)),
    slip("one-array-scaled", "b of the output times 4", |h, _| h.hand_in = HandIn::BiasesTimes(Place::Output, 4.0)),
    slip("one-array-scaled", "b of the output times 0.3", |h, _| h.hand_in = HandIn::BiasesTimes(Place::Output, 0.3)),
    slip("the-new-weights", "rate 0.5", |h, _| h.hand_in = HandIn::NewWeights { rate: 0.5 }),
    slip("the-new-weights", "rate 0.1", |h, _| h.hand_in = HandIn::NewWeights { rate: 0.1 }),
    slip("the-new-weights", "rate 0.01", |h, _| h.hand_in = HandIn::NewWeights { rate: 0.01 }),
    slip("weight-decay-added", "0.1", |h, _| h.hand_in = HandIn::Decayed { decay: 0.1 }),
    slip("weight-decay-added", "0.01", |h, _| h.hand_in = HandIn::Decayed { decay: 0.01 }),
    slip("weight-decay-added", "0.7 / E", |h, t| h.hand_in = HandIn::Decayed { decay: 0.7 / t.examples() as f64 }),
    slip("clipped", "at half of the largest", |h, _| h.hand_in = HandIn::Clipped { share: 0.5 }),
    slip("clipped", "at a fifth of the largest", |h, _| h.hand_in = HandIn::Clipped { share: 0.2 }),
    slip("all-zero", "", |h, _| h.hand_in = HandIn::Zeros),
    slip("transposed-result", "all", |h, _| h.hand_in = HandIn::Transposed(Place::All)),
    slip("transposed-result", "output", |h, _| h.hand_in = HandIn::Transposed(Place::Output)),
    slip("transposed-result", "hidden", |h, _| h.hand_in = HandIn::Transposed(Place::Hidden)),
    slip("reshape-order", "rows read as columns", |h, _| h.hand_in = HandIn::Reshaped(Order::RowsReadAsColumns)),
    slip("reshape-order", "columns read as rows", |h, _| h.hand_in = HandIn::Reshaped(Order::ColumnsReadAsRows)),
    slip("layers-reversed", "", |h, _| h.hand_in = HandIn::LayersReversed),
    slip("index-off-by-one", "from", |h, _| h.hand_in = HandIn::Rolled(Axis::From)),
    slip("index-off-by-one", "to", |h, _| h.hand_in = HandIn::Rolled(Axis::To)),
    slip("index-off-by-one", "from, backwards", |h, _| h.hand_in = HandIn::RolledBack(Axis::From)),
    slip("index-off-by-one", "to, with biases", |h, _| h.hand_in = HandIn::Rolled(Axis::ToWithBiases)),
    slip("first-node-left-out", "from", |h, _| h.hand_in = HandIn::FirstIsZero(Axis::From)),
    slip("first-node-left-out", "to", |h, _| h.hand_in = HandIn::FirstIsZero(Axis::To)),
    slip("first-node-left-out", "to, with biases", |h, _| h.hand_in = HandIn::FirstIsZero(Axis::ToWithBiases)),
];
