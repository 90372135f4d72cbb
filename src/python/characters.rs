//! What CPython knows of characters and Rust's library has not ready.

/// Whether it is shown as it is.
pub fn is_printable(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\0'..='\u{9f}' => false,
        _ => {
            // Rust escapes by the same rule, but also what joins the character before it; unless there is one.
            let mut buffer = [0; 5];
            buffer[0] = b'a';
            let length = character.encode_utf8(&mut buffer[1..]).len();
            let text = std::str::from_utf8(&buffer[..=length]).unwrap_or("");
            text.escape_debug().nth(1) == Some(character)
        }
    }
}
