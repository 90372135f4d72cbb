use proptest::prelude::*;

use super::{
    gravity::{SOFTENING, pull},
    *,
};

fn of(bodies: Bodies) -> Nbody {
    Nbody { seed: 1, kicks: 0, bodies }
}

fn after_a_run(bodies: Bodies) -> Bodies {
    let mut kernel = of(bodies);
    loop {
        let parts = (0..Kernel::units(&kernel)).map(|unit| Kernel::run(&kernel, unit)).collect();
        if Kernel::advance(&mut kernel, parts) == Next::Done {
            return kernel.bodies;
        }
    }
}

fn negated(axes: &Axes) -> Axes {
    axes.clone().map(|axis| axis.into_iter().map(|number| -number).collect())
}

fn farthest(one: &Axes, other: &Axes) -> f64 {
    let apart =
        |(one, other): (&Vec<f64>, &Vec<f64>)| one.iter().zip(other).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    one.iter().zip(other).map(apart).fold(0.0, f64::max)
}

fn momentum(bodies: &Bodies) -> [f64; 3] {
    [0, 1, 2].map(|axis| bodies.masses.iter().zip(&bodies.velocities[axis]).map(|(mass, speed)| mass * speed).sum())
}

/// Two equal bodies at the distance 1 that go round each other in circles, once in a run.
fn couple() -> Bodies {
    let turning = std::f64::consts::TAU / (STEPS as f64 * STEP);
    // Each goes round at the distance 1/2: ω² / 2 = m / (1 + ε²)^(3/2).
    let mass = turning * turning / 2.0 * (1.0 + SOFTENING).powf(1.5);
    let mut bodies = Bodies::at_rest(vec![mass; 2]);
    bodies.places[0] = vec![-0.5, 0.5];
    bodies.velocities[1] = vec![-turning / 2.0, turning / 2.0];
    bodies
}

proptest! {
    #[test]
    fn bodies_computed_together_are_pulled_as_each_alone_by_the_definition(
        size in 1usize..40, seed in any::<u32>(), from in 0usize..40, to in 0usize..40,
    ) {
        let bodies = galaxies::galaxies(size, seed);
        let (from, to) = (from.min(size), to.min(size));
        let pull = pull(&bodies, from.min(to)..to);
        let [x, y, z] = &bodies.places;
        for (at, i) in (from.min(to)..to).enumerate() {
            let mut expected = [0.0; 3];
            for j in 0..size {
                let (dx, dy, dz) = (x[j] - x[i], y[j] - y[i], z[j] - z[i]);
                let square = dx * dx + dy * dy + dz * dz + SOFTENING;
                let strength = bodies.masses[j] / (square * square.sqrt());
                expected = [expected[0] + dx * strength, expected[1] + dy * strength, expected[2] + dz * strength];
            }
            prop_assert_eq!([pull[0][at], pull[1][at], pull[2][at]].map(f64::to_bits), expected.map(f64::to_bits));
        }
    }

    #[test]
    fn momentum_is_conserved(size in 2usize..60, seed in any::<u32>()) {
        let start = galaxies::galaxies(size, seed);
        let (before, after) = (momentum(&start), momentum(&after_a_run(start)));
        for axis in 0..3 {
            prop_assert!((before[axis] - after[axis]).abs() < 1e-13, "{before:?}, {after:?}");
        }
    }

    #[test]
    fn no_bytes_make_a_helper_panic(unit in 0usize..6, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut helper = Nbody::new(&Spec::new("nbody", 9, 1, 1), Role::Helper);
        let _ = Kernel::receive(&mut helper, &bytes);
        let _ = Kernel::accept(&mut helper, unit, &bytes);
        if let Ok(part) = Kernel::decode(&helper, unit, &bytes) {
            prop_assert_eq!(Kernel::preview(&helper, unit, &part).len(), Kernel::picture(&helper).preview_bytes());
        }
        prop_assert!(Kernel::run(&helper, 0).len() == 24);
    }
}

/// By hand: at the distance d a mass m pulls by m·d / (d² + ε²)^(3/2). With ε² = 1/64 and d² = 63/64 the root is 1.
#[test]
fn the_pull_of_one_body_is_the_formula() {
    let mut bodies = Bodies::at_rest(vec![3.0, 0.5]);
    bodies.places[2] = vec![0.0, (63.0f64 / 64.0).sqrt()];
    let [x, y, z] = pull(&bodies, 0..2);
    assert_eq!((x, y), (vec![0.0; 2], vec![0.0; 2]));
    assert!(
        (z[0] - 0.5 * bodies.places[2][1]).abs() < 1e-15 && (z[1] + 3.0 * bodies.places[2][1]).abs() < 1e-15,
        "{z:?}"
    );
}

/// The problem of two bodies has a solution that everybody knows.
#[test]
fn a_circular_orbit_stays_a_circle_and_closes() {
    let start = couple();
    let mut kernel = of(start.clone());
    for _ in 0..=STEPS {
        let parts = vec![Kernel::run(&kernel, 0)];
        Kernel::advance(&mut kernel, parts);
        let [x, y, z] = &kernel.bodies.places;
        for body in 0..2 {
            let radius = (x[body] * x[body] + y[body] * y[body]).sqrt();
            assert!((radius - 0.5).abs() < 1e-3 && z[body] == 0.0, "{radius} after {} kicks", kernel.kicks);
        }
    }
    assert!(farthest(&kernel.bodies.places, &start.places) < 4e-3, "{:?}", kernel.bodies.places);
}

#[test]
fn the_energy_hardly_changes() {
    for (size, seed) in [(2, 1), (33, 1), (130, 7), (300, u32::MAX)] {
        let start = galaxies::galaxies(size, seed);
        let (before, after) = (start.energy(), after_a_run(start).energy());
        assert!((after / before - 1.0).abs() < 2e-3, "{size} bodies: {before}, {after}");
    }
}

/// Every operation rounds alike on both sides of zero.
#[test]
fn mirrored_bodies_move_as_mirrored() {
    let bodies = galaxies::galaxies(41, 5);
    let mirrored =
        Bodies { places: negated(&bodies.places), velocities: negated(&bodies.velocities), ..bodies.clone() };
    let (bodies, mirrored) = (after_a_run(bodies), after_a_run(mirrored));
    assert_eq!(mirrored.places, negated(&bodies.places));
    assert_eq!(mirrored.velocities, negated(&bodies.velocities));
}

/// The leapfrog can be run backwards.
#[test]
fn turned_round_the_bodies_go_back_to_where_they_came_from() {
    let start = galaxies::galaxies(50, 3);
    let end = after_a_run(start.clone());
    assert!(farthest(&start.places, &end.places) > 0.5);
    let back = after_a_run(Bodies { velocities: negated(&end.velocities), ..end });
    assert!(farthest(&start.places, &back.places) < 1e-9);
    assert!(farthest(&start.velocities, &negated(&back.velocities)) < 1e-9);
}

#[test]
fn the_galaxies_have_their_masses_and_lie_in_the_picture() {
    for (size, mass) in [(0, 0.0), (1, 0.875), (2, 1.75), (3, 1.875), (1000, 2.0)] {
        let bodies = galaxies::galaxies(size, 1);
        assert!((bodies.masses.iter().sum::<f64>() - mass).abs() < 1e-12, "{size} bodies");
        assert!(bodies.places.iter().flatten().all(|place| place.abs() < VIEW));
    }
}

#[test]
fn units_are_whole_groups_and_at_most_as_many_as_wanted() {
    for size in [1, 2, 7, 8, 9, 127, 128, 129, 1000, 4096] {
        let kernel = Nbody::new(&Spec::new("nbody", size, 1, 1), Role::Helper);
        let units = Kernel::units(&kernel);
        assert!((1..=UNITS_MAX).contains(&units), "{units} units of {size} bodies");
        let all: Vec<usize> = (0..units).flat_map(|unit| kernel.bodies_of(unit)).collect();
        assert!(all.into_iter().eq(0..size as usize));
    }
}

#[test]
fn points_are_where_the_bodies_are() {
    let mut bodies = Bodies::at_rest(vec![1.0; 4]);
    bodies.places[0] = vec![0.0, -VIEW, VIEW, f64::NAN];
    let kernel = of(bodies);
    let part = [&kernel.bodies.places[..], &kernel.bodies.velocities].concat().concat();
    let middle = 32_767u16.to_le_bytes();
    let mut expected = vec![middle[0], middle[1], middle[0], middle[1], 0, 0, middle[0], middle[1]];
    expected.extend([0xff; 8]);
    assert_eq!(Kernel::preview(&kernel, 0, &part), expected);
}

#[test]
fn malformed_bytes_are_refused() {
    let owner = Nbody::new(&Spec::new("nbody", 5, 1, 1), Role::Owner);
    let mut helper = Nbody::new(&Spec::new("nbody", 5, 1, 1), Role::Helper);
    let mut places = Kernel::broadcast(&owner);
    assert!(Kernel::receive(&mut helper, &places).is_ok() && helper.bodies.places == owner.bodies.places);
    assert!(Kernel::receive(&mut helper, &places[1..]).is_err());
    places[..8].copy_from_slice(&(STEPS as u64 + 1).to_ne_bytes());
    assert!(Kernel::receive(&mut helper, &places).is_err(), "too many kicks");
    let velocities = Kernel::input(&owner, 1);
    assert!(Kernel::accept(&mut helper, 1, &velocities).is_ok());
    for (unit, bytes) in [(0, &velocities[..]), (2, &velocities), (1, &velocities[1..]), (1, &[])] {
        assert!(matches!(Kernel::accept(&mut helper, unit, bytes), Err(Error::Protocol { .. })));
    }
}
