//! What CPython knows of characters and Rust's library has not ready. The tables are those of Unicode 14, CPython 3.11's.

/// The zeros of the decimal digits; nine more follow each of them.
#[rustfmt::skip]
const ZEROS: [u32; 66] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// Digits that are not decimal: those written high, low, in circles and the like; the first and the last of each run.
#[rustfmt::skip]
const OTHER_DIGITS: [(u32, u32); 20] = [
    (0xb2, 0xb3), (0xb9, 0xb9), (0x1369, 0x1371), (0x19da, 0x19da), (0x2070, 0x2070), (0x2074, 0x2079), (0x2080, 0x2089),
    (0x2460, 0x2468), (0x2474, 0x247c), (0x2488, 0x2490), (0x24ea, 0x24ea), (0x24f5, 0x24fd), (0x24ff, 0x24ff),
    (0x2776, 0x277e), (0x2780, 0x2788), (0x278a, 0x2792), (0x10a40, 0x10a43), (0x10e60, 0x10e68), (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

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

/// Whether it is white space; the separators of files, groups, records and units are too.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\x1c'..='\x1f')
}

/// The decimal digit that it is.
pub fn digit(character: char) -> Option<u32> {
    if character.is_ascii() {
        return character.to_digit(10);
    }
    let code = u32::from(character);
    let after = ZEROS.partition_point(|zero| *zero <= code);
    let digit = code - ZEROS[after.checked_sub(1)?];
    (digit < 10).then_some(digit)
}

/// Whether it is a digit, of whatever form.
pub fn is_digit(character: char) -> bool {
    let code = u32::from(character);
    digit(character).is_some() || OTHER_DIGITS.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// Whether it stands for a number.
pub fn is_numeric(character: char) -> bool {
    character.is_numeric()
}

/// Whether it is a letter.
pub fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    character.is_alphabetic() && !character.is_numeric() && !is_mark(character)
}

/// Whether it joins the character before it.
pub fn is_mark(character: char) -> bool {
    !character.is_ascii() && character.escape_debug().len() > 1 && is_printable(character)
}

/// Whether it is a large letter with a small one behind it, in one.
pub fn is_title(character: char) -> bool {
    matches!(u32::from(character),
        0x1c5 | 0x1c8 | 0x1cb | 0x1f2 | 0x1f88..=0x1f8f | 0x1f98..=0x1f9f | 0x1fa8..=0x1faf | 0x1fbc | 0x1fcc | 0x1ffc)
}

/// Whether it is large or small.
pub fn is_cased(character: char) -> bool {
    character.is_lowercase() || character.is_uppercase() || is_title(character)
}

/// As the first letter of a title.
pub fn title(character: char) -> String {
    let code = u32::from(character);
    // A iota below is written behind large letters, but not behind the first of a title.
    let iota = |base: u32, mark: u32| [base, mark].into_iter().filter_map(char::from_u32).collect();
    let other = match code {
        0x1c4..=0x1cc => 0x1c5 + (code - 0x1c4) / 3 * 3,
        0x1f1..=0x1f3 => 0x1f2,
        // Georgian has large letters for whole words only.
        0x10d0..=0x10fa | 0x10fd..=0x10ff => code,
        0x1f80..=0x1faf => code | 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => code + 9,
        0x1fbc | 0x1fcc | 0x1ffc => code,
        0x1fb7 | 0x1fc7 | 0x1ff7 => return iota(code + 5, 0x342),
        0x1fb2 | 0x1fb4 | 0x1fc2 | 0x1fc4 | 0x1ff2 | 0x1ff4 => {
            return iota(character.to_uppercase().next().map_or(code, u32::from), 0x345);
        }
        // The apostrophe in front of it is no letter.
        0x149 => return character.to_uppercase().collect(),
        _ => {
            let mut large = character.to_uppercase();
            let mut out = String::from(large.next().unwrap_or(character));
            out.extend(large.flat_map(char::to_lowercase));
            return out;
        }
    };
    char::from_u32(other).unwrap_or(character).to_string()
}
