//! The little that has to be read from a wasm module: the memory that it imports.
//!
//! Source of the format: WebAssembly Core Specification, section 5.5, and for shared memories the threads proposal.

use anyhow::{Context, Result, ensure};

const IMPORT_SECTION: u8 = 2;

/// A memory that a module imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// `true` if threads may share it.
    pub shared: bool,
    /// The most pages that it grows to, of 64 KiB each.
    pub maximum_pages: Option<u32>,
}

/// The memory that a module imports, if it imports one.
///
/// # Errors
/// Returns an error when the bytes are not a wasm module, or its imports cannot be read.
pub fn imported_memory(module: &[u8]) -> Result<Option<Memory>> {
    let body = module.strip_prefix(b"\0asm\x01\0\0\0").context("no wasm module of version 1")?;
    let mut module = Reader(body);
    while !module.0.is_empty() {
        let id = module.byte()?;
        let size = module.number()?;
        let section = module.take(size)?;
        if id == IMPORT_SECTION {
            return memory_among(&mut Reader(section));
        }
    }
    Ok(None)
}

fn memory_among(imports: &mut Reader<'_>) -> Result<Option<Memory>> {
    for _ in 0..imports.number()? {
        imports.name()?;
        imports.name()?;
        match imports.byte()? {
            // A function, by its type; a table; a global, by its type and mutability; a tag.
            0 => drop(imports.number()?),
            1 => {
                imports.byte()?;
                imports.limits()?;
            }
            2 => return imports.limits().map(Some),
            3 => drop(imports.take(2)?),
            4 => {
                imports.byte()?;
                imports.number()?;
            }
            kind => anyhow::bail!("an import of the unknown kind {kind}"),
        }
    }
    Ok(None)
}

/// What is left to read.
struct Reader<'bytes>(&'bytes [u8]);

impl<'bytes> Reader<'bytes> {
    fn byte(&mut self) -> Result<u8> {
        let (first, rest) = self.0.split_first().context("the module ends too early")?;
        self.0 = rest;
        Ok(*first)
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Result<u32> {
        let mut number = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        anyhow::bail!("a number of more than 32 bits")
    }

    fn take(&mut self, size: u32) -> Result<&'bytes [u8]> {
        let size = usize::try_from(size)?;
        ensure!(size <= self.0.len(), "the module ends too early");
        let (taken, rest) = self.0.split_at(size);
        self.0 = rest;
        Ok(taken)
    }

    fn name(&mut self) -> Result<()> {
        let size = self.number()?;
        self.take(size)?;
        Ok(())
    }

    fn limits(&mut self) -> Result<Memory> {
        let flags = self.byte()?;
        self.number()?;
        let maximum_pages = if flags & 1 != 0 { Some(self.number()?) } else { None };
        Ok(Memory { shared: flags & 2 != 0, maximum_pages })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(imports: &[u8]) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        // A custom section of three bytes comes first, to be skipped.
        bytes.extend([0, 3, 1, b'x', 7, IMPORT_SECTION, u8::try_from(imports.len()).expect("short")]);
        bytes.extend(imports);
        bytes
    }

    #[test]
    fn a_shared_memory_is_found_behind_other_imports() {
        // A function `a.b` of type 0, then the memory `e.m`: shared, with 1 to 4096 pages.
        let bytes = module(&[2, 1, b'a', 1, b'b', 0, 0, 1, b'e', 1, b'm', 2, 3, 1, 0x80, 0x20]);
        let memory = imported_memory(&bytes).expect("read");
        assert_eq!(memory, Some(Memory { shared: true, maximum_pages: Some(4096) }));
    }

    #[test]
    fn a_module_without_imported_memory_has_none() {
        assert_eq!(imported_memory(&module(&[1, 1, b'a', 1, b'b', 0, 0])).expect("read"), None);
        assert_eq!(imported_memory(b"\0asm\x01\0\0\0").expect("read"), None);
    }

    #[test]
    fn malformed_modules_are_refused() {
        for bytes in [&b"<!doctype html>"[..], &module(&[1, 9])[..], b"\0asm\x01\0\0\0\x02\xff\xff\xff\xff\xff\x01"] {
            assert!(imported_memory(bytes).is_err(), "{bytes:?}");
        }
    }
}
