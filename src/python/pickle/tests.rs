use proptest::prelude::*;

use super::*;
use crate::{
    code::Constant,
    dict::Dict,
    library::{Builtin, MethodName, Module},
    text::repr,
    threading::Lock,
    value::Range,
};

fn copy(value: &Value) -> Value {
    load(&dump(value).expect("it can be pickled")).expect("it was pickled")
}

fn dict(entries: impl IntoIterator<Item = (Value, Value)>) -> Value {
    let dict = Dict::default();
    entries.into_iter().for_each(|(key, value)| dict.insert(key, value).expect("a key"));
    Value::Dict(Arc::new(dict))
}

/// What it says when it can't be pickled.
fn error(value: Value, purpose: For) -> (Kind, String) {
    let Raise(exception) = dump_for(&value, purpose).expect_err("it can't be pickled");
    (exception.kind, exception.args.first().map_or_else(String::new, |text| crate::text::str(text).expect("a text")))
}

#[test]
fn what_can_be_pickled_comes_back_as_it_was() {
    let values = [
        Value::None,
        Value::Bool(true),
        Value::Int(i64::MIN),
        Value::Int(i64::MAX),
        Value::from(BigInt::from(7).pow(100)),
        Value::from(-BigInt::from(2).pow(64)),
        Value::Float(-0.1),
        Value::Float(f64::NEG_INFINITY),
        Value::from(""),
        Value::from("ağaç 🌳"),
        Value::tuple(vec![]),
        Value::tuple(vec![Value::Int(1), Value::list(vec![Value::Int(2), Value::None])]),
        dict([(Value::Int(1), Value::from("a")), (Value::tuple(vec![Value::from("k")]), Value::list(vec![]))]),
        Value::Range(Arc::new(Range { start: 5, stop: -7, step: -3 })),
        Value::Builtin(Builtin::Len),
        Value::Type(Type::Int),
        Value::Type(Type::NoneType),
        Value::Type(Type::Exception(Kind::KeyError)),
        Value::Exception(Raise::with(Kind::KeyError, vec![Value::Int(3)]).0),
    ];
    for value in values {
        let back = copy(&value);
        assert_eq!(repr(&back).expect("a text"), repr(&value).expect("a text"));
        assert_eq!(back.type_of(), value.type_of());
    }
    assert!(matches!(copy(&Value::Function(7)), Value::Function(7)));
    let method = BoundMethod { name: MethodName::Append, of: Value::list(vec![]) };
    assert!(matches!(copy(&Value::Method(Arc::new(method))), Value::Method(_)));
}

#[test]
fn what_was_one_object_is_one_afterwards_and_a_list_may_contain_itself() {
    let shared = Value::list(vec![Value::Int(1)]);
    let Value::Tuple(back) = copy(&Value::tuple(vec![shared.clone(), shared])) else { panic!("a tuple") };
    assert!(back.items()[0].is(&back.items()[1]));

    let list = Value::list(vec![]);
    let Value::List(itself) = &list else { unreachable!() };
    itself.push(Value::tuple(vec![list.clone(), Value::Int(2)])).expect("room");
    let Value::List(back) = copy(&list) else { panic!("a list") };
    let Some(Value::Tuple(inner)) = back.get(0) else { panic!("a tuple") };
    assert!(inner.items()[0].is(&Value::List(Arc::clone(&back))));
    // Neither is ever dropped by itself.
    drop((itself.replace(vec![]), back.replace(vec![])));
}

#[test]
fn what_is_shared_takes_its_bytes_once() {
    let mut value = Value::tuple(vec![Value::Int(1)]);
    for _ in 0..100 {
        value = Value::tuple(vec![value.clone(), value]);
    }
    assert!(dump(&value).expect("it can be pickled").len() < 1000);
}

#[test]
fn what_can_not_be_pickled_says_so_as_cpython_does() {
    let lock = || Value::Object(Object::Lock(Arc::new(Lock::default())));
    for (value, message) in [
        (lock(), "cannot pickle '_thread.lock' object"),
        (Value::list(vec![Value::tuple(vec![lock()])]), "cannot pickle '_thread.lock' object"),
        (Value::Module(Module::Time), "cannot pickle 'module' object"),
        (
            Value::Method(Arc::new(BoundMethod { name: MethodName::Append, of: lock() })),
            "cannot pickle '_thread.lock' object",
        ),
    ] {
        assert_eq!(error(value, For::Start), (Kind::TypeError, message.into()));
    }
    let message = "Queue objects should only be shared between processes through inheritance";
    assert_eq!(error(Value::Object(Object::Queue(3)), For::Message), (Kind::RuntimeError, message.into()));
    let queue =
        dump_for(&Value::tuple(vec![Value::Object(Object::Queue(3))]), For::Start).expect("a new process gets it");
    let Ok(Value::Tuple(args)) = load(&queue) else { panic!("a tuple") };
    assert!(matches!(args.items()[0], Value::Object(Object::Queue(3))));
}

#[test]
fn depth_is_bounded_as_in_cpython() {
    let nested = |depth| (0..depth).fold(Value::list(vec![]), |value, _| Value::list(vec![value]));
    assert!(dump(&copy(&nested(498))).is_ok());
    let message = "maximum recursion depth exceeded while pickling an object";
    assert_eq!(error(nested(499), For::Message), (Kind::RecursionError, message.into()));
    let bytes: Vec<u8> = std::iter::repeat_n([tag::LIST, 1], 1_000_000).flatten().collect();
    assert_eq!(load(&Pickle::from(bytes)).expect_err("too deep").0.kind, Kind::RecursionError);
}

#[test]
fn an_exception_can_be_made_and_looked_at_without_values() {
    let pickle = exception(Kind::BrokenProcessPool, "x");
    assert_eq!((kind(&pickle), exit_code(&pickle)), (Some(Kind::BrokenProcessPool), None));
    assert_eq!(kind(&dump(&Value::None).expect("it can be pickled")), None);
    for (args, code) in [(vec![], 0), (vec![Value::None], 0), (vec![Value::Int(258)], 2), (vec![Value::from("no")], 1)]
    {
        let pickle = dump(&Value::Exception(Raise::with(Kind::SystemExit, args).0)).expect("it can be pickled");
        assert_eq!(exit_code(&pickle), Some(code));
    }
}

#[test]
fn what_is_malformed_is_an_error() {
    for bytes in [
        &[][..],
        &[200],
        &[tag::NONE, tag::NONE],
        &[tag::SEEN, 0],
        &[tag::STR, 1, 0xff],
        &[tag::FLOAT, 1, 2],
        &[tag::RANGE, 0, 0, 0],
        &[tag::BUILTIN, 1, b'?'],
        &[tag::DICT, 1, tag::LIST, 0, tag::NONE],
        &[tag::LIST, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
        &[tag::INT, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    ] {
        assert!(load(&Pickle::from(bytes)).is_err(), "{bytes:?}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_map(Value::Float),
        ".{0,8}".prop_map(|text: String| Value::from(text)),
        any::<i128>().prop_map(|value| Value::from(&Constant::Big(Arc::new(BigInt::from(value))))),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::list),
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::tuple),
            prop::collection::vec((".{0,3}".prop_map(|text: String| Value::from(text)), inner), 0..6).prop_map(dict),
        ]
    })
}

proptest! {
    #[test]
    fn values_survive(value in any_value()) {
        prop_assert_eq!(repr(&copy(&value)).expect("a text"), repr(&value).expect("a text"));
    }

    #[test]
    fn hostile_bytes_are_an_error_not_a_panic(bytes: Vec<u8>) {
        let _ = load(&Pickle::from(bytes));
    }

    #[test]
    fn bytes_that_were_changed_are_an_error_or_another_value(value in any_value(), at: usize, byte: u8) {
        let mut bytes = dump(&value).expect("it can be pickled").into_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = load(&Pickle::from(bytes));
    }
}
