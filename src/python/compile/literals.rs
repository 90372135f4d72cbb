//! Numbers, f-strings and comprehensions.

use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::Num;
use ruff_python_ast::{
    Comprehension, ConversionFlag, ExprDictComp, ExprFString, ExprListComp, ExprNumberLiteral, FStringPart,
    InterpolatedElement, InterpolatedStringElement, Number,
};

use crate::{
    code::{self, Constant, Conversion, Makes, Op},
    compile::{Compiler, Done, places::number},
    fault::Remedy,
};

/// Digits of a decimal integer in a program, as in CPython: reading more of them takes long.
const MOST_DIGITS: usize = 4300;

impl<'a> Compiler<'a> {
    /// A number, or what it is with a minus before it.
    pub(super) fn number(&mut self, literal: &'a ExprNumberLiteral, is_negative: bool) -> Done {
        let constant = match &literal.value {
            Number::Float(value) => Constant::Float(if is_negative { -value } else { *value }),
            Number::Complex { .. } => return self.lacks(literal, "complex numbers are", Remedy::Complex),
            Number::Int(value) => {
                let value = match value.as_u64() {
                    Some(value) => BigInt::from(value),
                    None => self.big(literal, &value.to_string())?,
                };
                let value = if is_negative { -value } else { value };
                match i64::try_from(&value) {
                    Ok(value) => Constant::Int(value),
                    Err(_) => Constant::Big(Arc::new(value)),
                }
            }
        };
        self.constant(constant);
        Ok(())
    }

    /// An integer as the source has it.
    fn big(&self, literal: &ExprNumberLiteral, text: &str) -> Done<BigInt> {
        let digits = text.replace('_', "").to_ascii_lowercase();
        let (digits, radix) = match digits.get(..2) {
            Some("0x") => (&digits[2..], 16),
            Some("0o") => (&digits[2..], 8),
            Some("0b") => (&digits[2..], 2),
            _ => (digits.as_str(), 10),
        };
        if radix == 10 && digits.len() > MOST_DIGITS {
            let message = format!(
                "Exceeds the limit ({MOST_DIGITS} digits) for integer string conversion: value has {} digits; use \
                 sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
                 avoid decimal conversion limits.",
                digits.len()
            );
            return self.wrong(literal, message);
        }
        BigInt::from_str_radix(digits, radix).or_else(|_| self.wrong(literal, "invalid decimal literal"))
    }

    pub(super) fn f_string(&mut self, text: &'a ExprFString) -> Done {
        let mut parts = Parts::default();
        for part in &text.value {
            match part {
                FStringPart::Literal(literal) => parts.text.push_str(&literal.value),
                FStringPart::FString(part) => self.elements(part.elements.iter(), &mut parts)?,
            }
        }
        self.join(parts);
        Ok(())
    }

    fn elements(&mut self, elements: impl Iterator<Item = &'a InterpolatedStringElement>, parts: &mut Parts) -> Done {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => parts.text.push_str(&literal.value),
                InterpolatedStringElement::Interpolation(field) => {
                    if let Some(text) = &field.debug_text {
                        parts.text.push_str(text.as_str());
                    }
                    self.flush(parts);
                    self.field(field)?;
                    parts.count += 1;
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &'a InterpolatedElement) -> Done {
        self.expression(&field.expression)?;
        let conversion = match field.conversion {
            // `{x=}` shows what repr() gives, unless it is formatted.
            ConversionFlag::None if field.debug_text.is_some() && field.format_spec.is_none() => Conversion::Repr,
            ConversionFlag::None => Conversion::None,
            ConversionFlag::Str => Conversion::Str,
            ConversionFlag::Repr => Conversion::Repr,
            ConversionFlag::Ascii => Conversion::Ascii,
        };
        if let Some(spec) = &field.format_spec {
            let mut parts = Parts::default();
            self.elements(spec.elements.iter(), &mut parts)?;
            self.join(parts);
        }
        self.at(&*field.expression);
        self.emitter.emit(Op::FormatValue(conversion, field.format_spec.is_some()));
        Ok(())
    }

    /// The text that came since the last field.
    fn flush(&mut self, parts: &mut Parts) {
        if !parts.text.is_empty() {
            self.constant(Constant::Str(std::mem::take(&mut parts.text)));
            parts.count += 1;
        }
    }

    fn join(&mut self, mut parts: Parts) {
        self.flush(&mut parts);
        match parts.count {
            0 => self.constant(Constant::Str(String::new())),
            1 => {}
            count => self.emitter.emit(Op::BuildString(count)),
        }
    }

    pub(super) fn list_comprehension(&mut self, list: &'a ExprListComp) -> Done {
        self.comprehension(&list.generators, Makes::List, |compiler, depth| {
            compiler.expression(&list.elt)?;
            compiler.at(list);
            compiler.emitter.emit(Op::ListAppend(depth));
            Ok(())
        })
    }

    pub(super) fn dict_comprehension(&mut self, dict: &'a ExprDictComp) -> Done {
        self.comprehension(&dict.generators, Makes::Dict, |compiler, depth| {
            let Some(key) = &dict.key else {
                return compiler.lacks(dict, "** in a dict is", Remedy::Star);
            };
            compiler.expression(key)?;
            compiler.expression(&dict.value)?;
            compiler.at(dict);
            compiler.emitter.emit(Op::MapAdd(depth));
            Ok(())
        })
    }

    /// Loops in the function itself, with variables of their own. `element` is told how far down the new list or dict
    /// lies.
    fn comprehension(
        &mut self,
        generators: &'a [Comprehension],
        makes: Makes,
        element: impl FnOnce(&mut Self, u32) -> Done,
    ) -> Done {
        let position = self.emitter.at;
        self.emitter.emit(match makes {
            Makes::List => Op::BuildList(0),
            Makes::Dict => Op::BuildDict(0),
        });
        // The first iterable is evaluated outside: `[x for x in x]` reads the x of the function.
        if let Some(first) = generators.first() {
            self.expression(&first.iter)?;
        }
        self.emitter.scope.enter(generators);
        let mut ends = Vec::new();
        let mut start = 0;
        for (index, generator) in generators.iter().enumerate() {
            if generator.is_async {
                return self.lacks(generator, "async for is", Remedy::Async);
            }
            if index > 0 {
                self.expression(&generator.iter)?;
            }
            self.at(&generator.iter);
            self.emitter.emit(Op::GetIter);
            if index == 0 {
                start = number(self.emitter.ops.len());
            }
            let (top, bottom, end) = (self.emitter.label_here(), self.emitter.label(), self.emitter.label());
            self.emitter.emit(Op::ForIter(end.0));
            self.store(&generator.target)?;
            for condition in &generator.ifs {
                self.jump_unless(condition, bottom)?;
            }
            ends.push((top, bottom, end));
        }
        element(self, number(generators.len()) + 1)?;
        for (top, bottom, end) in ends.into_iter().rev() {
            self.emitter.bind(bottom);
            self.emitter.jump(top);
            self.emitter.bind(end);
        }
        self.emitter.scope.leave();
        let end = number(self.emitter.ops.len());
        self.emitter.comprehensions.push(code::Comprehension { start, end, makes, position });
        Ok(())
    }
}

/// The parts of a text that lie on the stack, and what is to follow them.
#[derive(Default)]
struct Parts {
    count: u32,
    text: String,
}
