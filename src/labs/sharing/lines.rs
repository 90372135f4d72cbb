//! How many lines of code each way took: those between the marks `// way …: begin` and `// way …: end` in the source,
//! without comments and blank lines. A test counts them.

use super::Way;

/// Lines of code that only this way needed, on both sides. What all labs use anyway is not counted: for a serialised
/// payload that is the whole protocol.
pub fn lines_of_code(way: Way) -> u32 {
    match way {
        Way::Reference => REFERENCE,
        Way::Ring => RING,
        Way::Clone if !cfg!(target_arch = "wasm32") => PIPE,
        Way::Clone | Way::Transfer => MESSAGE,
        Way::Serialised => SERIALISED,
    }
}

const REFERENCE: u32 = 24;
const RING: u32 = 90;
const MESSAGE: u32 = 48;
const PIPE: u32 = 44;
const SERIALISED: u32 = 17;

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: [&str; 8] = [
        include_str!("../../workloads/payload.rs"),
        include_str!("../../workloads/payload/reference.rs"),
        include_str!("../../workloads/payload/ring.rs"),
        include_str!("../../cluster/web/parcel.rs"),
        include_str!("../../cluster/web/boxes.rs"),
        include_str!("../../web/process.rs"),
        include_str!("trips.rs"),
        concat!(
            include_str!("../../cluster/native.rs"),
            include_str!("../../cluster/native/parcel.rs"),
            include_str!("../../cluster/native/serve.rs")
        ),
    ];

    fn counted(way: &str) -> u32 {
        let (begin, end) = (format!("// way {way}: begin"), format!("// way {way}: end"));
        let (mut lines, mut inside) = (0, false);
        for line in SOURCES.iter().flat_map(|source| source.lines()).map(str::trim) {
            inside = (inside || line == begin) && line != end;
            lines += u32::from(inside && !line.is_empty() && !line.starts_with("//"));
        }
        assert!(!inside, "{way} has no end");
        lines
    }

    #[test]
    fn the_lines_that_are_told_are_those_in_the_source() {
        let told = [REFERENCE, RING, MESSAGE, MESSAGE, PIPE, SERIALISED];
        let ways = ["reference", "ring", "clone", "transfer", "clone, native", "serialised"];
        assert_eq!(told, ways.map(counted));
        assert!(told.iter().all(|lines| *lines > 0));
    }
}
