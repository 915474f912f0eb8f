//! What commands print for whoever runs them.

/// Prints a line, or with `inline` as it stands. That nobody reads on (`mingxin board | head`) is no fault.
macro_rules! say {
    (inline $($text:tt)+) => {{
        use std::io::Write;
        let _ = write!(std::io::stdout(), $($text)+);
    }};
    ($($text:tt)+) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($text)+);
    }};
}

pub(crate) use say;
