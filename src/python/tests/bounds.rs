//! Programs can't use up the stack, the memory or the time of the process that runs them, nor stop a thread for ever.

use std::{sync::Arc, thread};

use crate::{
    arguments::Arguments,
    builtins,
    code::{Binary, Comparison},
    exception::{Kind, Raise, Result},
    format,
    library::{Builtin, MethodName, Type},
    meter::{self, Meter},
    methods, operators, sequence, text,
    value::{Dict, Range, Value},
};

/// Runs a test on a thread with the smallest stack that a thread of a program may have.
fn on_small_stack<T: Send + 'static>(test: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(512 * 1024).spawn(test).expect("a thread").join().expect("no overflow")
}

fn kind_of<T: std::fmt::Debug>(result: Result<T>) -> Kind {
    let Raise(exception) = result.expect_err("it raises");
    exception.kind
}

fn call(builtin: Builtin, positional: &[Value]) -> Result<Value> {
    builtins::call(builtin, Arguments::of(positional))
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(Value::list(Vec::new()), |inner, _| wrap(inner))
}

#[test]
fn values_nested_too_deep_raise() {
    on_small_stack(|| {
        let wraps: [fn(Value) -> Value; 3] = [
            |inner| Value::list(vec![inner]),
            |inner| Value::tuple(vec![inner]),
            |inner| {
                let dict = Dict::default();
                dict.insert(Value::Int(1), inner).expect("an entry");
                Value::Dict(Arc::new(dict))
            },
        ];
        for wrap in wraps {
            let (a, b) = (nested(5000, wrap), nested(5000, wrap));
            assert_eq!(kind_of(text::repr(&a)), Kind::RecursionError);
            assert_eq!(kind_of(operators::equal(&a, &b)), Kind::RecursionError);
            assert_eq!(kind_of(text::repr(&a)), Kind::RecursionError, "also the second time");
            let (a, b) = (nested(200, wrap), nested(200, wrap));
            assert!(text::repr(&a).is_ok());
            assert!(operators::equal(&a, &b).expect("equal"));
        }
        let (a, b) = (nested(5000, wraps[0]), nested(5000, wraps[0]));
        assert_eq!(kind_of(operators::compare(Comparison::Less, &a, &b)), Kind::RecursionError);
        let key = (0..5000).fold(Value::Int(1), |inner, _| Value::tuple(vec![inner]));
        assert_eq!(kind_of(Dict::default().insert(key, Value::None)), Kind::RecursionError);
        let mut iter = sequence::iterate(&Value::list(vec![Value::None])).expect("an iterator");
        for _ in 0..5000 {
            iter = call(Builtin::Enumerate, &[iter]).expect("an iterator");
        }
        assert_eq!(kind_of(call(Builtin::Next, &[iter])), Kind::RecursionError);
        let types = (0..5000).fold(Value::Type(Type::Str), |inner, _| Value::tuple(vec![inner]));
        assert_eq!(kind_of(call(Builtin::Isinstance, &[Value::None, types])), Kind::RecursionError);
    });
}

#[test]
fn keys_and_iterators_as_deep_as_allowed_fit_the_stack() {
    on_small_stack(|| {
        let depth = crate::depth::DEPTH_MAX as usize - 1;
        let key = || (0..depth).fold(Value::Int(1), |inner, _| Value::tuple(vec![inner]));
        let dict = Dict::default();
        dict.insert(key(), Value::Int(7)).expect("a key");
        assert!(dict.get(&key()).expect("a key").is_some());
        let mut iter = sequence::iterate(&Value::list(vec![Value::None])).expect("an iterator");
        for _ in 0..depth {
            iter = call(Builtin::Enumerate, &[iter]).expect("an iterator");
        }
        assert!(call(Builtin::Next, &[iter]).is_ok());
    });
}

#[test]
fn values_nested_a_million_deep_end_without_overflow() {
    on_small_stack(|| {
        drop(nested(1_000_000, |inner| Value::list(vec![inner])));
        drop(nested(1_000_000, |inner| Value::tuple(vec![inner])));
        drop(nested(300_000, |inner| {
            let dict = Dict::default();
            dict.insert(Value::Int(1), inner).expect("an entry");
            Value::Dict(Arc::new(dict))
        }));
        let mut iter = sequence::iterate(&Value::list(Vec::new())).expect("an iterator");
        for round in 0..300_000 {
            let builtin = if round % 2 == 0 { Builtin::Enumerate } else { Builtin::Zip };
            iter = call(builtin, &[iter]).expect("an iterator");
        }
        drop(iter);
    });
}

#[test]
fn huge_results_are_refused_at_once() {
    let int = Value::Int;
    let big = |exponent: i64| operators::binary(Binary::Power, &int(10), &int(exponent)).expect("a number");
    let list = Value::list(vec![int(0)]);
    let range = |stop: i64| Value::Range(Arc::new(Range { start: 0, stop, step: 1 }));
    let binary = |op, a: &Value, b: &Value| kind_of(operators::binary(op, a, b));
    let memory = Kind::MemoryError;
    assert_eq!(binary(Binary::Power, &int(2), &int(1_000_000_000)), memory);
    assert_eq!(binary(Binary::Power, &int(2), &big(30)), memory);
    assert_eq!(binary(Binary::Power, &big(30), &big(30)), memory);
    assert_eq!(binary(Binary::LeftShift, &int(1), &int(1_000_000_000_000)), memory);
    assert_eq!(binary(Binary::Multiply, &Value::from("a"), &int(10_000_000_000)), memory);
    assert_eq!(binary(Binary::Multiply, &list, &int(1_000_000_000)), memory);
    assert_eq!(binary(Binary::Multiply, &list, &int(i64::MAX)), memory);
    assert_eq!(kind_of(operators::in_place(Binary::Multiply, &list, &int(i64::MAX))), memory);
    assert_eq!(kind_of(builtins::construct(Type::List, Arguments::of(&[range(1_000_000_000_000)]))), memory);
    assert_eq!(kind_of(builtins::construct(Type::Tuple, Arguments::of(&[range(i64::MAX)]))), memory);
    assert_eq!(kind_of(call(Builtin::Sorted, &[range(1_000_000_000_000)])), memory);
    let long = Value::from("a".repeat(1_000_000));
    let parts = Value::list(vec![long.clone(); 5000]);
    let method = |name, of: &Value, given: &[Value]| kind_of(methods::call(name, of, Arguments::of(given)));
    assert_eq!(method(MethodName::Join, &long, &[parts]), memory);
    assert_eq!(method(MethodName::Replace, &long, &[Value::from("a"), long.clone()]), memory);
    assert_eq!(method(MethodName::Center, &long, &[int(1 << 40)]), memory);
    assert_eq!(method(MethodName::Zfill, &long, &[int(1 << 40)]), memory);
    assert_eq!(method(MethodName::Expandtabs, &Value::from("\t"), &[int(1 << 40)]), memory);
    assert_eq!(kind_of(format::format(&int(1), "99999999999")), memory);
    assert_eq!(kind_of(format::format(&int(1), "099999999999,")), memory);
    assert_eq!(kind_of(format::format(&Value::Float(1.0), ".2000000000f")), memory);
    assert_eq!(kind_of(method_of_template()), memory);
}

fn method_of_template() -> Result<Value> {
    methods::call(MethodName::Format, &Value::from("{:99999999999}"), Arguments::of(&[Value::Int(1)]))
}

#[test]
fn the_budget_of_bytes_holds_and_is_given_back() {
    let meter = Meter::new(4 << 20, u64::MAX);
    {
        let _entered = meter::enter(&meter);
        let kept = Value::list(Vec::new());
        let mut count = 0_u64;
        let raised = loop {
            let Value::List(list) = &kept else { unreachable!() };
            match meter::check().and_then(|()| list.push(Value::from("x".repeat(1000)))) {
                Ok(()) => count += 1,
                Err(raise) => break raise,
            }
        };
        assert_eq!(raised.0.kind, Kind::MemoryError);
        assert!((3000..4300).contains(&count), "{count} texts of 1000 bytes in 4 MiB");
        drop(kept);
        assert!(meter::check().is_ok(), "there is room again");
        let one = operators::binary(Binary::Power, &Value::Int(7), &Value::Int(100_000)).expect("a number");
        let ten: Vec<Value> =
            (0..100).map_while(|_| operators::binary(Binary::Add, &one, &Value::Int(1)).ok()).collect();
        assert!(ten.len() < 100 || meter::check().is_ok());
    }
    assert_eq!(meter.bytes(), 0);
}

#[test]
fn all_charged_bytes_are_freed() {
    let meter = Meter::new(1 << 30, u64::MAX);
    {
        let _entered = meter::enter(&meter);
        let dict = Dict::default();
        for index in 0..1000 {
            let item = Value::list(vec![Value::from(index.to_string()), Value::tuple(vec![Value::Int(index); 10])]);
            dict.insert(Value::Int(index), item).expect("an entry");
            if index % 3 == 0 {
                dict.remove(&Value::Int(index / 2)).expect("a key");
            }
        }
        let shown = Value::from(text::repr(&Value::Dict(Arc::new(dict))).expect("a text"));
        let parts = methods::call(MethodName::Split, &shown, Arguments::of(&[])).expect("parts");
        let sorted = call(Builtin::Sorted, &[parts]).expect("a list");
        sequence::delete_item(&sorted, &Value::Slice([Value::None, Value::None, Value::Int(2)].into())).expect("half");
    }
    assert_eq!(meter.bytes(), 0);
}

#[test]
fn loops_inside_builtins_end_with_the_budget_of_steps() {
    let meter = Meter::new(1 << 30, 100_000);
    let _entered = meter::enter(&meter);
    let endless = Value::Range(Arc::new(Range { start: 1, stop: i64::MAX, step: 1 }));
    let iter = || sequence::iterate(&endless).expect("an iterator");
    for result in [
        call(Builtin::Max, &[iter()]),
        call(Builtin::All, &[iter()]),
        call(Builtin::Sum, &[iter()]),
        sequence::contains(&iter(), &Value::None).map(Value::Bool),
        sequence::collect(&iter()).map(Value::list),
    ] {
        assert!(matches!(kind_of(result), Kind::RuntimeError | Kind::MemoryError));
        assert!(meter.is_spent() || meter.steps() > 0);
    }
    assert!(meter.is_spent());
}

#[test]
fn a_sum_of_a_huge_range_needs_no_loop() {
    let range = Value::Range(Arc::new(Range { start: 0, stop: 1_000_000_000_000, step: 1 }));
    let sum = call(Builtin::Sum, &[range]).expect("a sum");
    assert_eq!(text::repr(&sum).expect("a text"), "499999999999500000000000");
}

#[test]
fn lists_that_many_threads_change_and_sort_stay_whole() {
    let list = Value::list((0..200).map(Value::Int).collect());
    let dict = Value::Dict(Arc::new(Dict::default()));
    thread::scope(|scope| {
        for lane in 0..4_i64 {
            let (list, dict) = (&list, &dict);
            scope.spawn(move || {
                for round in 0..2000 {
                    let item = Value::Int((lane * 7919 + round) % 311);
                    let one = std::slice::from_ref(&item);
                    let with = |name, of: &Value, given: &[Value]| drop(methods::call(name, of, Arguments::of(given)));
                    match (lane + round) % 9 {
                        0 => with(MethodName::Sort, list, &[]),
                        1 => with(MethodName::Remove, list, one),
                        2 => with(MethodName::Extend, list, std::slice::from_ref(list)),
                        3 => drop(operators::equal(list, list)),
                        4 => drop(text::repr(list)),
                        5 => drop(sequence::set_item(dict, &item, list.clone())),
                        6 => drop(sequence::delete_item(dict, &item)),
                        7 => drop(operators::equal(dict, dict)),
                        _ => with(MethodName::Append, list, one),
                    }
                    if sequence::length(list).expect("a length") > 400 {
                        with(MethodName::Clear, list, &[]);
                    }
                }
            });
        }
    });
    let items = sequence::collect(&list).expect("items");
    assert!(items.iter().all(|item| matches!(item, Value::Int(0..311))));
}

#[test]
fn threads_that_share_an_iterator_get_each_item_once() {
    let range = Value::Range(Arc::new(Range { start: 0, stop: 10_000, step: 1 }));
    let list = Value::list((0..10_000).map(Value::Int).collect());
    for of in [range.clone(), list, call(Builtin::Zip, &[range]).expect("an iterator")] {
        let iter = sequence::iterate(&of).expect("an iterator");
        let counts = thread::scope(|scope| {
            let lanes: Vec<_> =
                (0..4).map(|_| scope.spawn(|| sequence::collect(&iter).expect("items").len())).collect();
            lanes.into_iter().map(|lane| lane.join().expect("a count")).sum::<usize>()
        });
        assert_eq!(counts, 10_000);
    }
}

#[test]
fn sorting_survives_comparisons_without_an_order() {
    // Comparing these gives neither an order nor an error.
    let mut state = 1_u64;
    let items: Vec<Value> = (0..3000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            if state >> 62 == 0 { Value::Float(f64::NAN) } else { Value::Float((state >> 40) as f64) }
        })
        .collect();
    let Ok(Value::List(sorted)) = call(Builtin::Sorted, &[Value::list(items)]) else { panic!("no list") };
    assert_eq!(sorted.len(), 3000);
}
