//! Kernels behind a pointer: what a cluster sees of them.

use std::any::Any;

use super::{Answer, Kernel, Next, Picture};
use kosut_core::error::Result;

/// A part of a kernel whose type is not known here.
pub type AnyPart = Box<dyn Any + Send>;

/// A [`Kernel`] behind a pointer, so that clusters need not know which one they run. Its methods are those of
/// [`Kernel`]; its parts may be given back only to the kernel, or a kernel of the same specification, that made them.
pub trait AnyKernel: Send + Sync {
    /// See [`Kernel::units`].
    fn units(&self) -> usize;
    /// See [`Kernel::run`].
    fn run(&self, unit: usize) -> AnyPart;
    /// See [`Kernel::advance`].
    fn advance(&mut self, parts: Vec<AnyPart>) -> Next;
    /// See [`Kernel::answer`].
    fn answer(&self) -> Answer;
    /// See [`Kernel::picture`].
    fn picture(&self) -> Picture;
    /// See [`Kernel::preview`].
    fn preview(&self, unit: usize, part: &AnyPart) -> Vec<u8>;
    /// See [`Kernel::stays_with_owner`].
    fn stays_with_owner(&self) -> bool;
    /// See [`Kernel::broadcast`].
    fn broadcast(&self) -> Vec<u8>;
    /// See [`Kernel::receive`].
    ///
    /// # Errors
    /// As [`Kernel::receive`].
    fn receive(&mut self, bytes: &[u8]) -> Result<()>;
    /// See [`Kernel::input`].
    fn input(&self, unit: usize) -> Vec<u8>;
    /// See [`Kernel::accept`].
    ///
    /// # Errors
    /// As [`Kernel::accept`].
    fn accept(&mut self, unit: usize, bytes: &[u8]) -> Result<()>;
    /// See [`Kernel::encode`].
    fn encode(&self, part: &AnyPart) -> Vec<u8>;
    /// See [`Kernel::decode`].
    ///
    /// # Errors
    /// As [`Kernel::decode`].
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<AnyPart>;
}

/// What `downcast` may rely on: parts come back only to the kernel that made them.
const FOREIGN_PART: &str = "a part of another kernel";

impl<K: Kernel> AnyKernel for K {
    fn units(&self) -> usize {
        Kernel::units(self)
    }
    fn run(&self, unit: usize) -> AnyPart {
        Box::new(Kernel::run(self, unit))
    }
    fn advance(&mut self, parts: Vec<AnyPart>) -> Next {
        let own = parts.into_iter().map(|part| *part.downcast::<K::Part>().expect(FOREIGN_PART)).collect();
        Kernel::advance(self, own)
    }
    fn answer(&self) -> Answer {
        Kernel::answer(self)
    }
    fn picture(&self) -> Picture {
        Kernel::picture(self)
    }
    fn preview(&self, unit: usize, part: &AnyPart) -> Vec<u8> {
        Kernel::preview(self, unit, part.downcast_ref().expect(FOREIGN_PART))
    }
    fn stays_with_owner(&self) -> bool {
        Kernel::stays_with_owner(self)
    }
    fn broadcast(&self) -> Vec<u8> {
        Kernel::broadcast(self)
    }
    fn receive(&mut self, bytes: &[u8]) -> Result<()> {
        Kernel::receive(self, bytes)
    }
    fn input(&self, unit: usize) -> Vec<u8> {
        Kernel::input(self, unit)
    }
    fn accept(&mut self, unit: usize, bytes: &[u8]) -> Result<()> {
        Kernel::accept(self, unit, bytes)
    }
    fn encode(&self, part: &AnyPart) -> Vec<u8> {
        Kernel::encode(self, part.downcast_ref().expect(FOREIGN_PART))
    }
    fn decode(&self, unit: usize, bytes: &[u8]) -> Result<AnyPart> {
        Ok(Box::new(Kernel::decode(self, unit, bytes)?))
    }
}
