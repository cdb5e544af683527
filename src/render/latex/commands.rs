//! The commands that show what a piece of a formula means: one entry each, for documents that define them and for
//! readers of formulas that cannot be taught any.

/// A command with one argument.
struct Command {
    name: &'static str,
    /// Red, green and blue, each as two hexadecimal digits. Dark enough to be read on white.
    colour: Option<&'static str>,
    /// What is set, `#1` being the argument.
    shape: &'static str,
}

const COMMANDS: [Command; 8] = [
    Command { name: "gwcost", colour: Some("B0307C"), shape: r"\underset{\scriptscriptstyle\square}{#1}" },
    Command { name: "gwactivation", colour: Some("0063B5"), shape: r"\underset{\scriptscriptstyle\sim}{#1}" },
    Command {
        name: "gwdotproduct",
        colour: Some("B34700"),
        shape: r"\underset{\scriptscriptstyle\bullet}{#1}",
    },
    Command { name: "gwdiffers", colour: Some("C01818"), shape: r"\underset{\scriptscriptstyle\times}{#1}" },
    Command { name: "gwagrees", colour: Some("1D7A2E"), shape: "#1" },
    Command { name: "gwdimmed", colour: Some("6A6A6A"), shape: "#1" },
    Command { name: "gwchanged", colour: None, shape: r"\underline{\boldsymbol{#1}}" },
    Command { name: "gwstrong", colour: None, shape: r"\boldsymbol{#1}" },
];

/// What a document needs before it can use them, with the colours by the names of the commands.
pub(super) fn definitions() -> String {
    let defined = |command: &Command| {
        let Command { name, colour, shape } = command;
        match colour {
            Some(hex) => format!(
                "\\definecolor{{{name}}}{{HTML}}{{{hex}}}\n\\newcommand{{\\{name}}}[1]{{{{\\color{{{name}}}{shape}}}}}\n"
            ),
            None => format!("\\newcommand{{\\{name}}}[1]{{{shape}}}\n"),
        }
    };
    COMMANDS.iter().map(defined).collect()
}

/// A command with its argument, as what it stands for.
pub(super) fn spelt_out(name: &str, inside: &str) -> String {
    let Some(Command { colour, shape, .. }) = COMMANDS.iter().find(|command| command.name == name) else {
        return inside.to_owned();
    };
    let shaped = shape.replace("#1", inside);
    match colour {
        Some(hex) => format!("{{\\color{{#{hex}}}{shaped}}}"),
        None => shaped,
    }
}
