//! Every key and what it does, as `?` shows them.

/// What the keys do, by what they are about.
pub(super) const KEYS: &[(&str, &[(&str, &str)])] = &[
    (
        "Walking",
        &[
            ("→ Space Enter l", "the next page of a long slide, the next thing, then the next slide"),
            ("← Backspace h", "the thing before, then the finished slide before"),
            ("PgDn PgUp", "the next slide, the slide before"),
            ("Home End G", "the first slide, the last"),
            ("12 Enter", "slide 12"),
            ("d", "every step, or main steps only"),
            ("q Ctrl-C", "end"),
        ],
    ),
    (
        "Looking",
        &[
            ("↓ ↑ j k", "scroll, also with Ctrl-F and Ctrl-B by pages"),
            ("> <", "move what is too wide for the screen"),
            ("n", "numbers under the symbols, none, or only behind the formulas"),
            ("w", "another weight: the same steps for it, or its derivation"),
            ("t", "the tree diagram, full screen"),
            ("c", "how the steps of this slide were checked"),
            ("g", "what the symbols on this slide mean"),
            ("Ctrl-L", "draw the screen anew"),
        ],
    ),
    (
        "Predicting",
        &[
            ("p", "answer the question, or hide a part of a formula or a number and say what it is"),
            ("a b c …", "choose an answer, where there are several"),
            ("Enter", "check the answer: a formula or number counts for what it means"),
            ("Tab", "hide something else"),
            ("→", "skip the question"),
        ],
    ),
    (
        "Finding",
        &[("o", "all slides with their sub-goals"), ("/", "slides that say something"), ("?", "these keys")],
    ),
];
