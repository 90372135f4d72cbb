//! One function while it is being made: its instructions so far, labels to jump to, and the blocks around.

use ruff_python_ast::Stmt;

use crate::{
    code::{Comprehension, Op, Position},
    compile::{places::number, scope::Scope},
};

/// A place in the code that may not be known yet. Jumps hold its number until [`Emitter::finish`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label(pub(super) u32);

/// A function in the making.
pub(super) struct Emitter<'a> {
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) parameters: u32,
    pub(super) defaults: u32,
    pub(super) ops: Vec<Op>,
    pub(super) positions: Vec<Position>,
    /// Where the next instructions stand in the source.
    pub(super) at: Position,
    /// The instruction of each label, once it is known.
    pub(super) labels: Vec<Option<u32>>,
    /// What catches exceptions where; the innermost first.
    pub(super) catches: Vec<Catch>,
    /// Comprehensions; the innermost first.
    pub(super) comprehensions: Vec<Comprehension>,
    /// What has to be done on the way out, the innermost last.
    pub(super) blocks: Vec<Block<'a>>,
}

/// A [`crate::code::Handler`] in the making.
#[derive(Debug, Clone, Copy)]
pub(super) struct Catch {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) target: Label,
    pub(super) depth: u32,
    pub(super) handled: u32,
}

/// A statement around what is being made, as far as its way out goes.
pub(super) struct Block<'a> {
    pub(super) kind: BlockKind<'a>,
    /// What its exceptions are caught by, if by anything.
    pub(super) region: Option<Region>,
}

/// What a block does on the way out.
#[derive(Clone, Copy)]
pub(super) enum BlockKind<'a> {
    /// `while`, or `for` whose iterator lies on the stack.
    Loop { is_for: bool, top: Label, end: Label },
    /// The body of `try … except`: nothing.
    Try,
    /// What has a `finally`: its statements.
    Finally(&'a [Stmt]),
    /// The statements of a `finally` after an exception, which lies on the stack and is being handled.
    FinallyAfter,
    /// The body of `with`: calls `__exit__` of the manager, which lies on the stack.
    With(Position),
    /// The body of an `except`: the exception is no longer being handled, and its name is gone.
    Except(Option<&'a str>),
    /// The value of a `return`, on the stack while a `finally` runs.
    Value,
}

/// A part of the code whose exceptions go to a label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    target: Label,
    depth: u32,
    handled: u32,
    start: u32,
}

impl BlockKind<'_> {
    /// How many values it has on the stack.
    fn values(self) -> u32 {
        match self {
            BlockKind::Loop { is_for, .. } => u32::from(is_for),
            BlockKind::FinallyAfter | BlockKind::With(_) | BlockKind::Value => 1,
            BlockKind::Try | BlockKind::Finally(_) | BlockKind::Except(_) => 0,
        }
    }

    /// How many exceptions are being handled in it.
    fn handled(self) -> u32 {
        u32::from(matches!(self, BlockKind::FinallyAfter | BlockKind::Except(_)))
    }
}

impl<'a> Emitter<'a> {
    pub(super) fn new(name: &str, scope: Scope) -> Self {
        Emitter {
            name: name.to_owned(),
            scope,
            parameters: 0,
            defaults: 0,
            ops: Vec::new(),
            positions: Vec::new(),
            at: Position { line: 1, column: 1 },
            labels: Vec::new(),
            catches: Vec::new(),
            comprehensions: Vec::new(),
            blocks: Vec::new(),
        }
    }

    pub(super) fn emit(&mut self, op: Op) {
        self.ops.push(op);
        self.positions.push(self.at);
    }

    /// The number of the next instruction.
    pub(super) fn here(&self) -> u32 {
        number(self.ops.len())
    }

    /// A label whose place is not known yet.
    pub(super) fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(number(self.labels.len() - 1))
    }

    /// A label here.
    pub(super) fn label_here(&mut self) -> Label {
        let label = self.label();
        self.bind(label);
        label
    }

    /// Its place is here.
    pub(super) fn bind(&mut self, label: Label) {
        self.labels[label.0 as usize] = Some(self.here());
    }

    /// To a label, whether it lies ahead or behind.
    pub(super) fn jump(&mut self, label: Label) {
        let is_behind = self.labels[label.0 as usize].is_some();
        self.emit(if is_behind { Op::JumpBackward(label.0) } else { Op::Jump(label.0) });
    }

    /// Enters a block without a region.
    pub(super) fn enter(&mut self, kind: BlockKind<'a>) {
        self.blocks.push(Block { kind, region: None });
    }

    /// Enters a block whose exceptions go to `target`. The stack is cut to what the blocks around have on it, and to
    /// what this one has.
    pub(super) fn enter_region(&mut self, kind: BlockKind<'a>, target: Label) {
        let around = self.blocks.iter().map(|block| block.kind);
        let depth = around.clone().map(BlockKind::values).sum::<u32>() + kind.values();
        let handled = around.map(BlockKind::handled).sum::<u32>() + kind.handled();
        let region = Some(Region { target, depth, handled, start: self.here() });
        self.blocks.push(Block { kind, region });
    }

    /// Leaves the innermost block for good.
    pub(super) fn leave(&mut self) {
        self.suspend();
    }

    /// Leaves the innermost block, whose region ends here, for now at least.
    pub(super) fn suspend(&mut self) -> Option<Block<'a>> {
        let block = self.blocks.pop()?;
        if let Some(Region { target, depth, handled, start }) = block.region {
            let end = self.here();
            if start < end {
                self.catches.push(Catch { start, end, target, depth, handled });
            }
        }
        Some(block)
    }

    /// Is in a suspended block again.
    pub(super) fn resume(&mut self, mut block: Block<'a>) {
        if let Some(region) = &mut block.region {
            region.start = self.here();
        }
        self.blocks.push(block);
    }
}
