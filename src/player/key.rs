//! Keys as the player knows them, whatever a terminal sends for them.

/// A key that was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A letter, a digit or a sign; space among them.
    Char(char),
    /// A letter while the control key is held.
    Control(char),
    /// Enter or return.
    Enter,
    /// Escape.
    Escape,
    /// The key that deletes backwards.
    Backspace,
    /// The key that deletes what comes next.
    Delete,
    /// Tab.
    Tab,
    /// Arrows.
    Left,
    /// To the right.
    Right,
    /// Upwards.
    Up,
    /// Downwards.
    Down,
    /// A page upwards.
    PageUp,
    /// A page downwards.
    PageDown,
    /// To the beginning.
    Home,
    /// To the end.
    End,
}

/// Keys with the signs that stand for them where sequences of keys are written down.
#[cfg(test)]
const SIGNS: &[(char, Key)] = &[
    ('→', Key::Right),
    ('←', Key::Left),
    ('↑', Key::Up),
    ('↓', Key::Down),
    ('⏎', Key::Enter),
    ('⎋', Key::Escape),
    ('⌫', Key::Backspace),
    ('⌦', Key::Delete),
    ('⇥', Key::Tab),
    ('⇞', Key::PageUp),
    ('⇟', Key::PageDown),
    ('⇱', Key::Home),
    ('⇲', Key::End),
    ('␣', Key::Char(' ')),
];

/// A sequence of keys as it is written in tests: `→→12⏎`.
#[cfg(test)]
pub(super) fn sequence(text: &str) -> impl Iterator<Item = Key> {
    text.chars()
        .map(|sign| SIGNS.iter().find(|(own, _)| *own == sign).map_or(Key::Char(sign), |(_, key)| *key))
}
