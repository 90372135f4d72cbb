use proptest::prelude::*;

use super::*;

/// The definition, one point at a time.
fn count(re: f64, im: f64) -> u16 {
    let (mut z_re, mut z_im) = (0.0, 0.0);
    for count in 0..LIMIT {
        if z_re * z_re + z_im * z_im > 4.0 {
            return count;
        }
        let product: f64 = z_re * z_im;
        (z_re, z_im) = (z_re * z_re - z_im * z_im + re, product + product + im);
    }
    LIMIT
}

fn count_together(re: f64, im: f64) -> u16 {
    escape_counts(F64s::splat(re), F64s::splat(im))[0]
}

fn picture_of(kernel: &Mandelbrot) -> Vec<Vec<u16>> {
    (0..Kernel::units(kernel)).map(|unit| Kernel::run(kernel, unit)).collect()
}

proptest! {
    #[test]
    fn points_computed_together_have_the_counts_of_the_definition(
        points in prop::array::uniform8((-2.5f64..2.5, -2.5f64..2.5)),
    ) {
        let counts = escape_counts(F64s::from_fn(|lane| points[lane].0), F64s::from_fn(|lane| points[lane].1));
        prop_assert_eq!(counts, points.map(|(re, im)| count(re, im)));
    }

    #[test]
    fn the_edge_of_the_set_is_exact_too(angle in 0.0f64..std::f64::consts::TAU, off in -1e-3f64..1e-3) {
        // The boundary of the main cardioid: c = e^it / 2 − e^2it / 4.
        let re = angle.cos() / 2.0 - (2.0 * angle).cos() / 4.0 + off;
        let im = angle.sin() / 2.0 - (2.0 * angle).sin() / 4.0;
        prop_assert_eq!(count_together(re, im), count(re, im));
    }

    #[test]
    fn pixels_are_the_points_of_the_view(size in 1u32..150, place in any::<prop::sample::Index>()) {
        let kernel = Mandelbrot::new(size, VIEW);
        let unit = place.index(Kernel::units(&kernel));
        let counts = Kernel::run(&kernel, unit);
        let Tile { left, top, width, height } = kernel.tile(unit);
        prop_assert_eq!(counts.len(), (width * height) as usize);
        for (at, &counted) in (0..).zip(&counts).step_by(37) {
            let (re, im) = kernel.point(left + at % width, top + at / width);
            prop_assert_eq!(counted, count(re, im));
        }
    }

    #[test]
    fn no_bytes_make_decoding_panic(unit in 0usize..8, bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let kernel = Mandelbrot::new(65, VIEW);
        match Kernel::decode(&kernel, unit, &bytes) {
            Ok(counts) => prop_assert_eq!((unit, counts.len()), (3, 1), "the corner is one pixel"),
            Err(error) => prop_assert_eq!(error.code(), "protocol"),
        }
    }
}

/// By the definition: z₁ = c, z₂ = c² + c, and so on, worked out by hand.
#[test]
fn chosen_points_escape_when_the_definition_says() {
    assert_eq!(count_together(3.0, 0.0), 1, "|3| > 2");
    assert_eq!(count_together(2.0, 0.0), 2, "2, 6");
    assert_eq!(count_together(1.0, 0.0), 3, "1, 2, 5");
    assert_eq!(count_together(-2.0, 0.0), LIMIT, "−2, 2, 2 …");
    assert_eq!(count_together(0.0, 1.0), LIMIT, "i, −1 + i, −i, −1 + i …");
    assert_eq!(count_together(0.0, 0.0), LIMIT, "0, 0 …");
    assert_eq!(count_together(0.25, 0.0), LIMIT, "the cusp: creeps towards ½");
    assert_eq!(count_together(-1.0, 0.0), LIMIT, "−1, 0, −1 …");
}

/// OEIS A098403: the area of the set is 1.5065918849 ± 0.0000000028. Pixels and a finite number of steps leave an error
/// of about a thousandth.
#[test]
fn the_area_of_the_set_is_the_published_one() {
    let whole = View { left: -2.0, top: 1.25, edge: 2.5 };
    let kernel = Mandelbrot::new(500, whole);
    let inside = picture_of(&kernel).iter().flatten().filter(|&&count| count == LIMIT).count();
    let area = inside as f64 * (whole.edge / 500.0).powi(2);
    assert!((area - 1.506_591_884_9).abs() < 0.01, "{area}");
}

#[test]
fn the_answer_does_not_depend_on_how_the_picture_is_tiled() {
    for size in [0, 1, 64, 65, 130] {
        let mut kernel = Mandelbrot::new(size, VIEW);
        let parts = picture_of(&kernel);
        assert_eq!(Kernel::advance(&mut kernel, parts), Next::Done);
        let mut digest = Digest::new();
        let mut value = 0;
        for row in 0..size {
            for column in 0..size {
                let (re, im) = kernel.point(column, row);
                value += u64::from(count(re, im));
                digest.word(u64::from(count(re, im)));
            }
        }
        assert_eq!(Kernel::answer(&kernel), Answer::number(value, digest), "{size} pixels");
    }
}

#[test]
fn the_lower_half_is_most_of_the_work() {
    let kernel = Mandelbrot::new(128, VIEW);
    let steps: Vec<u64> = picture_of(&kernel).iter().map(|tile| tile.iter().map(|&c| u64::from(c)).sum()).collect();
    assert!(steps[2] + steps[3] > 5 * (steps[0] + steps[1]), "{steps:?}");
}

#[test]
fn previews_fill_their_tiles_and_stay_below_the_bound() {
    for size in [1, 64, 100, 1000, 1024, 1025, 2048, 4096] {
        let kernel = Mandelbrot::new(size, VIEW);
        let Picture::Tiles { columns, rows, edge, .. } = Kernel::picture(&kernel) else { panic!("tiles") };
        assert_eq!((columns * rows) as usize, Kernel::units(&kernel));
        let bytes = (edge * edge) as usize;
        assert!(bytes * Kernel::units(&kernel) <= PREVIEW_BYTES_MAX, "{size} pixels");
        let last = Kernel::units(&kernel) - 1;
        let Tile { width, height, .. } = kernel.tile(last);
        let of_set = Kernel::preview(&kernel, last, &vec![LIMIT; (width * height) as usize]);
        assert_eq!(of_set, vec![0; bytes], "the set is dark");
        let of_sky = Kernel::preview(&kernel, last, &vec![3; (width * height) as usize]);
        assert!(of_sky.iter().all(|&shade| shade > 0), "the sky is not");
    }
}

#[test]
fn shades_grow_towards_the_set() {
    let shades = shades();
    assert!(shades[1..usize::from(LIMIT)].is_sorted());
    assert_eq!(shades[usize::from(LIMIT)], 0);
}

#[test]
fn malformed_tiles_are_refused() {
    let kernel = Mandelbrot::new(64, VIEW);
    let tile = Kernel::run(&kernel, 0);
    let bytes = Kernel::encode(&kernel, &tile);
    assert_eq!(Kernel::decode(&kernel, 0, &bytes).expect("well formed"), tile);
    for (unit, bytes) in [(1, &bytes[..]), (0, &bytes[1..]), (0, &[]), (0, &[0xff; 8192])] {
        assert!(matches!(Kernel::decode(&kernel, unit, bytes), Err(Error::Protocol { .. })));
    }
}
