use crate::{
    exception::Kind,
    machine::Outcome,
    outside::Options,
    trial::{OPTIONS, in_turns, printed},
};

#[test]
fn arguments_find_their_parameters_and_complaints_are_cpythons() {
    let source = r#"
def f(a, b=2, c=3):
    return [a, b, c]
def two(a, b):
    return a
print(f(1), f(1, c=5), f(b=1, a=0), f(4, 5, 6))
for attempt in range(6):
    try:
        if attempt == 0: f()
        if attempt == 1: f(1, 2, 3, 4)
        if attempt == 2: f(1, a=2)
        if attempt == 3: f(1, d=2)
        if attempt == 4: two()
        if attempt == 5: two(1, 2, 3)
    except TypeError as error:
        print(error)
"#;
    let expected = "[1, 2, 3] [1, 2, 5] [0, 1, 3] [4, 5, 6]
f() missing 1 required positional argument: 'a'
f() takes from 1 to 3 positional arguments but 4 were given
f() got multiple values for argument 'a'
f() got an unexpected keyword argument 'd'
two() missing 2 required positional arguments: 'a' and 'b'
two() takes 2 positional arguments but 3 were given
";
    assert_eq!(printed(source), expected);
}

#[test]
fn a_thousand_calls_are_too_many_and_leave_nothing_behind() {
    let source = r#"
depth = 0
def f(n):
    global depth
    depth = n
    return f(n + 1)
for _ in range(3):
    try:
        f(1)
    except RecursionError as error:
        print(depth, error)
"#;
    assert_eq!(printed(source), "999 maximum recursion depth exceeded\n".repeat(3));
}

#[test]
fn tracebacks_tell_causes_contexts_and_repeated_lines() {
    let source = "def f(x):
    return 1 / x
def g():
    try:
        f(0)
    except ZeroDivisionError as error:
        raise ValueError('bad') from error
def deeper(n):
    if n == 0:
        g()
    deeper(n - 1)
try:
    {}['a']
except KeyError:
    deeper(5)
";
    let ran = in_turns(source, OPTIONS);
    let expected = "Traceback (most recent call last):
  File \"trial.py\", line 13, in <module>
    {}['a']
KeyError: 'a'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File \"trial.py\", line 5, in g
    f(0)
  File \"trial.py\", line 2, in f
    return 1 / x
ZeroDivisionError: division by zero

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File \"trial.py\", line 15, in <module>
    deeper(5)
  File \"trial.py\", line 11, in deeper
    deeper(n - 1)
  File \"trial.py\", line 11, in deeper
    deeper(n - 1)
  File \"trial.py\", line 11, in deeper
    deeper(n - 1)
  [Previous line repeated 2 more times]
  File \"trial.py\", line 10, in deeper
    g()
  File \"trial.py\", line 7, in g
    raise ValueError('bad') from error
ValueError: bad
";
    assert_eq!(ran.errors, expected);
    assert!(matches!(ran.outcome, Some(Outcome::Raised(raise)) if raise.0.kind == Kind::ValueError));
}

#[test]
fn contexts_are_kept_until_told_otherwise() {
    let source = "
try:
    try:
        raise KeyError('a')
    finally:
        1 / 0
except ZeroDivisionError as error:
    print(repr(error.__context__), error.__cause__)
try:
    try:
        raise KeyError('b')
    except KeyError as error:
        kept = error
        raise ValueError('c')
except ValueError as error:
    print(repr(error.__context__), error.__context__ is kept)
try:
    raise
except RuntimeError as error:
    print(error, error.__context__)
";
    let expected = "KeyError('a') None\nKeyError('b') True\nNo active exception to reraise None\n";
    assert_eq!(printed(source), expected);
}

#[test]
fn nothing_catches_the_end_of_the_steps() {
    for source in [
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass\n",
        "def f():\n    try: f()\n    finally: f()\nf()\n",
        "while True:\n    try: sum(range(10 ** 15))\n    except BaseException: pass\n    finally: pass\n",
        "while True:\n    try: sorted([5] * 10000)\n    except BaseException: pass\n",
    ] {
        let ran = in_turns(source, Options { steps_max: 100_000, ..OPTIONS });
        assert!(matches!(ran.outcome, Some(Outcome::OutOfSteps)), "{source}: {ran:?}");
    }
}

#[test]
fn steps_are_counted_exactly_where_one_lane_takes_them() {
    let source = "for i in range(100):\n    print(i)\n";
    // Each turn of the loop is two: the call, and the way back. The one before the loop makes the range.
    let enough = in_turns(source, Options { steps_max: 202, ..OPTIONS });
    assert!(matches!(enough.outcome, Some(Outcome::Returned(_))), "{:?}", enough.outcome);
    let short = in_turns(source, Options { steps_max: 199, ..OPTIONS });
    assert!(matches!(short.outcome, Some(Outcome::OutOfSteps)), "{:?}", short.outcome);
    assert!(short.output.ends_with("98\n") || short.output.ends_with("99\n"), "{}", short.output);
}

#[test]
fn exceptions_that_follow_from_each_other_without_end_take_no_stack() {
    let source = "
kept = None
for i in range(50000):
    try:
        raise ValueError(i) from kept
    except ValueError as error:
        kept = error
print(kept, kept.__cause__)
kept = None
print('gone')
";
    assert_eq!(in_turns(source, OPTIONS).output, "49999 49998\ngone\n");
}

#[test]
fn names_without_a_value_are_told() {
    let source = "
def f():
    print(later)
    later = 1
def g():
    print(nowhere)
for attempt in [1, 2, 3]:
    try:
        if attempt == 1: f()
        if attempt == 2: g()
        del nowhere
    except NameError as error:
        print(type(error).__name__, error)
len = 5
del len
print(len('abc'))
";
    let expected = "UnboundLocalError cannot access local variable 'later' where it is not associated with a value
NameError name 'nowhere' is not defined
NameError name 'nowhere' is not defined
3
";
    assert_eq!(printed(source), expected);
}
