//! The terminal, taken over and given back: after the end, an error, a panic, a signal, and while the program is
//! stopped.
//!
//! Keys and signals arrive in one queue. Signals are a matter of Unix; elsewhere there are only keys.

use std::io;
use std::io::Stdout;
use std::io::stdout;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::cursor::Hide;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event;
use ratatui::crossterm::event::KeyCode;
use ratatui::crossterm::event::KeyEvent;
use ratatui::crossterm::event::KeyEventKind;
use ratatui::crossterm::event::KeyModifiers;
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::BeginSynchronizedUpdate;
use ratatui::crossterm::terminal::EndSynchronizedUpdate;
use ratatui::crossterm::terminal::EnterAlternateScreen;
use ratatui::crossterm::terminal::LeaveAlternateScreen;
use ratatui::crossterm::terminal::disable_raw_mode;
use ratatui::crossterm::terminal::enable_raw_mode;
use ratatui::crossterm::terminal::is_raw_mode_enabled;
use ratatui::layout::Position;
use ratatui::layout::Rect;

use super::key::Key;

/// What happens to the player from outside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// A key was pressed.
    Key(Key),
    /// The window has another size.
    Resized,
    /// Somebody wants the program to end, by this signal.
    Ended(i32),
    /// Somebody wants the program to stop for a while.
    Stopped,
    /// It goes on after it was stopped.
    Continued,
    /// There is nobody to read from any more.
    Lost,
}

/// The terminal while it is ours. Dropping it gives it back.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn take() -> io::Result<Self> {
        give_back_on_panic();
        take()?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout()));
        terminal.map(|terminal| Screen { terminal }).inspect_err(|_| give_back())
    }

    /// Draws one screen. What does not change is not written.
    pub(super) fn draw<T>(&mut self, draw: impl FnOnce(Rect, &mut Buffer) -> T) -> io::Result<T> {
        let mut drawn = None;
        execute!(stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| drawn = Some(draw(frame.area(), frame.buffer_mut())))?;
        execute!(stdout(), EndSynchronizedUpdate)?;
        drawn.ok_or_else(|| io::Error::other("nothing was drawn"))
    }

    /// Makes the next drawing write everything, whatever is on the screen.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        // Terminal::clear asks the terminal where the cursor is, and the answer would come among the keys.
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Takes the terminal over again, whatever state it was left in.
    pub(super) fn take_again(&mut self) -> io::Result<()> {
        disable_raw_mode()?;
        take()?;
        self.clear()
    }

    /// Gives the terminal back for a while.
    #[cfg(unix)]
    pub(super) fn stop(&mut self) -> io::Result<()> {
        give_back();
        // The program stands still in here until it is told to go on.
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.take_again()
    }

    /// There is no stopping here.
    #[cfg(not(unix))]
    pub(super) fn stop(&mut self) -> io::Result<()> {
        self.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, Hide).inspect_err(|_| give_back())
}

/// Does what can be done; where the terminal is gone there is nobody to tell. What was given back already stays as it
/// is: leaving the alternate screen twice would put the cursor on top of what a panic has said.
fn give_back() {
    if !is_raw_mode_enabled().unwrap_or(true) {
        return;
    }
    let _ = disable_raw_mode();
    let _ = execute!(stdout(), EndSynchronizedUpdate, LeaveAlternateScreen, Show);
}

/// Whoever panics writes to a terminal that can be read.
fn give_back_on_panic() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            report(panic);
        }));
    });
}

/// Ends the program as the signal would have.
#[cfg(unix)]
pub(super) fn end_by(signal: i32) {
    // Where it cannot be done the program ends by returning.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// There are no signals here.
#[cfg(not(unix))]
pub(super) fn end_by(_: i32) {}

/// Everything that happens, one after another.
pub(super) fn events() -> io::Result<Receiver<Event>> {
    let (sender, receiver) = mpsc::channel();
    listen_for_signals(sender.clone())?;
    // The first look for an event begins to listen for another size of the window. It must not be later than the first
    // drawing, or a window that changes in between would be followed only at the next key.
    event::poll(Duration::ZERO)?;
    std::thread::Builder::new().name("keys".into()).spawn(move || listen_for_keys(&sender))?;
    Ok(receiver)
}

fn listen_for_keys(to: &Sender<Event>) {
    loop {
        let events: Vec<Event> = match event::read() {
            Ok(event::Event::Key(key)) => keys_of(key).map(Event::Key).collect(),
            Ok(event::Event::Resize(..)) => vec![Event::Resized],
            Ok(_) => Vec::new(),
            Err(_) => vec![Event::Lost],
        };
        let is_lost = matches!(events[..], [Event::Lost]);
        let is_heard = events.into_iter().all(|event| to.send(event).is_ok());
        if is_lost || !is_heard {
            return;
        }
    }
}

#[cfg(unix)]
fn listen_for_signals(to: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::SIGCONT;
    use signal_hook::consts::SIGHUP;
    use signal_hook::consts::SIGINT;
    use signal_hook::consts::SIGQUIT;
    use signal_hook::consts::SIGTERM;
    use signal_hook::consts::SIGTSTP;
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let listen = move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGTSTP => Event::Stopped,
                SIGCONT => Event::Continued,
                signal => Event::Ended(signal),
            };
            if to.send(event).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(listen).map(drop)
}

#[cfg(not(unix))]
fn listen_for_signals(_: Sender<Event>) -> io::Result<()> {
    Ok(())
}

/// The keys of ours that were pressed. Terminals send an alternate key as escape and the key, and who presses these two
/// in quick succession means both.
fn keys_of(event: KeyEvent) -> impl Iterator<Item = Key> {
    let is_pair = event.modifiers.contains(KeyModifiers::ALT) && event.kind != KeyEventKind::Release;
    let alone = KeyEvent { modifiers: event.modifiers.difference(KeyModifiers::ALT), ..event };
    is_pair.then_some(Key::Escape).into_iter().chain(key_of(alone))
}

/// The key of ours that was pressed, if it is one.
fn key_of(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Char('h') if control => Key::Backspace,
        KeyCode::Char('j' | 'm') if control => Key::Enter,
        KeyCode::Char(letter) if control => Key::Control(letter.to_ascii_lowercase()),
        KeyCode::Char(letter) => Key::Char(letter),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab | KeyCode::Up => Key::Up,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_terminals_send_are_keys() {
        let key = |code, modifiers| keys_of(KeyEvent::new(code, modifiers)).collect::<Vec<_>>();
        for (code, modifiers, expected) in [
            (KeyCode::Char('G'), KeyModifiers::SHIFT, vec![Key::Char('G')]),
            (KeyCode::Char('c'), KeyModifiers::CONTROL, vec![Key::Control('c')]),
            (KeyCode::Char('h'), KeyModifiers::CONTROL, vec![Key::Backspace]),
            (KeyCode::Char('j'), KeyModifiers::CONTROL, vec![Key::Enter]),
            (KeyCode::Char('q'), KeyModifiers::ALT, vec![Key::Escape, Key::Char('q')]),
            (KeyCode::Delete, KeyModifiers::NONE, vec![Key::Delete]),
            (KeyCode::BackTab, KeyModifiers::SHIFT, vec![Key::Up]),
            (KeyCode::F(1), KeyModifiers::NONE, vec![]),
        ] {
            assert_eq!(key(code, modifiers), expected, "{code:?}");
        }
        let released = KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::from(KeyCode::Enter) };
        assert_eq!(key_of(released), None);
    }
}
