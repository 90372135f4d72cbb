//! Bytes on a pipe without a protocol: a frame whose first byte says that it is a parcel.

use crate::parcel::Parcel;
use kosut_workloads::payload;

/// The first byte of a parcel's frame; that of a message is the protocol's version, which begins at 1.
const MARK: u8 = 0;

/// A frame: the mark, then the bytes.
#[derive(Debug)]
pub struct PipeParcel(pub(super) Vec<u8>);

// way clone, native: begin
impl PipeParcel {
    /// A frame that arrived, given back if it is not a parcel.
    pub(super) fn from_frame(frame: Vec<u8>) -> Result<Self, Vec<u8>> {
        if frame.first() == Some(&MARK) { Ok(PipeParcel(frame)) } else { Err(frame) }
    }

    /// What a worker does with it.
    pub(super) fn answer(&mut self) {
        payload::answer(&mut self.0[1..]);
    }
}

impl Parcel for PipeParcel {
    fn of(bytes: &[u8]) -> Self {
        PipeParcel([&[MARK], bytes].concat())
    }

    fn sum(&self) -> u32 {
        payload::sum(&self.0[1..])
    }
}
// way clone, native: end
