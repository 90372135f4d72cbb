use proptest::prelude::*;

use super::*;
use crate::Data;

fn data(width: u32, height: u32, bytes: Vec<u8>) -> Data {
    assert_eq!(bytes.len(), 3 * (width * height) as usize);
    Data { width, height, bytes }
}

fn spec(data: &Data) -> Spec {
    Spec { data: Some(data.clone()), ..Spec::new("kmeans", data.width.max(data.height), 1, 1) }
}

fn grey(number: u8) -> Colour {
    [number; 3]
}

/// A round; the error after it, and what follows.
fn round(kernel: &mut Kmeans) -> (u64, Next) {
    let parts = (0..Kernel::units(kernel)).map(|unit| Kernel::run(kernel, unit)).collect();
    let next = Kernel::advance(kernel, parts);
    (kernel.error, next)
}

fn answer(mut kernel: Kmeans) -> Answer {
    while round(&mut kernel).1 == Next::Round {}
    Kernel::answer(&kernel)
}

/// An owner and helpers that have nothing in common but bytes, and take turns.
fn answer_with_helpers(spec: &Spec, helpers: usize) -> Answer {
    let mut owner = Kmeans::new(spec, Role::Owner);
    let mut helpers: Vec<_> = (0..helpers).map(|_| Kmeans::new(&spec.without_data(), Role::Helper)).collect();
    loop {
        let broadcast = Kernel::broadcast(&owner);
        helpers.iter_mut().for_each(|helper| Kernel::receive(helper, &broadcast).expect("its own owner's bytes"));
        let part = |unit: usize| {
            let helper = &helpers[unit % helpers.len()];
            let part = Kernel::run(helper, unit);
            assert_eq!(Kernel::preview(helper, unit, &part), Kernel::preview(&owner, unit, &part));
            Kernel::decode(&owner, unit, &Kernel::encode(helper, &part)).expect("its own helper's bytes")
        };
        let parts = (0..Kernel::units(&owner)).map(part).collect();
        if Kernel::advance(&mut owner, parts) == Next::Done {
            return Kernel::answer(&owner);
        }
        assert_eq!(Kernel::broadcast(&owner).len(), PALETTE_BYTES, "the picture is sent once");
    }
}

fn own_pictures() -> impl Strategy<Value = Data> {
    (1u32..80, 1u32..80, any::<u64>()).prop_map(|(width, height, seed)| {
        let mix = |index: u32| (u64::from(index) * 2_654_435_761 + seed).wrapping_mul(seed | 1).to_le_bytes()[6];
        data(width, height, (0..3 * width * height).map(mix).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn pixels_searched_together_have_the_nearest_colours_of_the_definition(
        colours in any::<[Colour; COLOURS]>(), pixels in prop::collection::vec(any::<Colour>(), 1..100),
    ) {
        let search = Search::new(&colours);
        let groups = Pixels::new(std::iter::once(pixels.as_flattened()));
        let mut sums = Sums::default();
        for (index, &pixel) in pixels.iter().enumerate() {
            let nearest = palette::nearest(&colours, pixel);
            prop_assert_eq!(search.nearest(&groups.groups[index / 16])[index % 16], nearest);
            prop_assert_eq!(groups.pixel(index), pixel);
            let [red, green, blue] = pixel.map(u32::from);
            sums[nearest].iter_mut().zip([red, green, blue, 1]).for_each(|(sum, number)| *sum += number);
        }
        prop_assert_eq!(search.sums(&groups), sums);
    }

    /// Lloyd 1982.
    #[test]
    fn the_error_never_grows(picture in own_pictures()) {
        let mut kernel = Kmeans::new(&spec(&picture), Role::Owner);
        let mut last = u64::MAX;
        loop {
            let (error, next) = round(&mut kernel);
            prop_assert!(error <= last, "{last}, then {error}");
            last = error;
            if next == Next::Done {
                break;
            }
        }
    }

    #[test]
    fn own_pictures_of_any_shape_give_one_answer_with_and_without_helpers(
        picture in own_pictures(), helpers in 1usize..4,
    ) {
        let spec = spec(&picture);
        let alone = answer(Kmeans::new(&spec, Role::Owner));
        prop_assert_eq!(answer_with_helpers(&spec, helpers), alone);
    }

    /// Every colour of such a picture is found at the start: each new one is chosen among those that are not there yet.
    #[test]
    fn a_picture_of_sixteen_colours_or_fewer_keeps_them(
        colours in prop::collection::vec(any::<Colour>(), 1..=COLOURS), width in 1u32..60, seed in any::<u32>(),
    ) {
        let bytes = (0..width * 40).flat_map(|index| colours[index as usize % colours.len()]).collect();
        let spec = Spec { seed, ..spec(&data(width, 40, bytes)) };
        let kernel = Kmeans::new(&spec, Role::Owner);
        prop_assert!(colours.iter().take(40 * width as usize).all(|colour| kernel.colours.contains(colour)));
        prop_assert_eq!(answer(kernel).value, 0);
    }

    #[test]
    fn no_bytes_make_a_helper_panic(unit in 0usize..4, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut helper = Kmeans::new(&Spec::new("kmeans", 9, 1, 1), Role::Helper);
        let _ = Kernel::receive(&mut helper, &bytes);
        let part = Kernel::decode(&helper, unit, &bytes).unwrap_or_else(|_| Kernel::run(&helper, 0));
        prop_assert_eq!(Kernel::preview(&helper, 0, &part).len(), Kernel::picture(&helper).preview_bytes());
    }
}

/// By hand: 0, 0 and 3 are nearest to the grey 0, and their mean is 1; 200 is as far from 192 as from 208, and the first
/// counts; 201 is nearer to 208, 255 to 240. So the distances left are 1, 1 and 2 in each of red, green and blue.
#[test]
fn a_small_picture_is_as_worked_out_by_hand() {
    let greys = [0, 0, 3, 200, 201, 255];
    let mut kernel = Kmeans::new(&spec(&data(3, 2, greys.into_iter().flat_map(grey).collect())), Role::Owner);
    kernel.colours = std::array::from_fn(|index| grey(16 * index as u8));
    let mut expected = kernel.colours;
    for (index, number) in [(0, 1), (12, 200), (13, 201), (15, 255)] {
        expected[index] = grey(number);
    }
    assert_eq!(round(&mut kernel), (3 * (1 + 1 + 4), Next::Round));
    assert_eq!(kernel.colours, expected, "colours without pixels stay");
    assert_eq!(round(&mut kernel), (18, Next::Done));
    assert_eq!((kernel.counts[0], kernel.counts[12], kernel.counts[13], kernel.counts[15]), (3, 1, 1, 1));
}

#[test]
fn no_pixel_and_one_pixel_have_answers() {
    assert_eq!(Kernel::units(&Kmeans::new(&Spec::new("kmeans", 0, 1, 1), Role::Owner)), 0);
    for size in [0, 1] {
        assert_eq!(answer(Kmeans::new(&Spec::new("kmeans", size, 1, 1), Role::Owner)).value, 0);
    }
}

#[test]
fn a_white_picture_does_not_overflow_its_sums() {
    let mut kernel = Kmeans::new(&spec(&data(300, 500, vec![255; 450_000])), Role::Owner);
    assert_eq!(round(&mut kernel), (0, Next::Done));
    assert_eq!(kernel.counts.iter().sum::<u64>(), 150_000);
}

#[test]
fn the_picture_of_a_seed_has_more_colours_than_are_looked_for() {
    for seed in [1, 2, u32::MAX] {
        let bytes = pixels::picture(64, 48, seed);
        let colours: std::collections::BTreeSet<_> = bytes.chunks_exact(3).collect();
        assert!(colours.len() > 50 * COLOURS, "{} colours", colours.len());
        assert_ne!(bytes, pixels::picture(64, 48, seed - 1));
    }
}

#[test]
fn tiles_are_few_and_their_previews_small_whatever_the_shape() {
    for (width, height) in [(1, 1), (16, 12), (2048, 1536), (2048, 2048), (2048, 1), (33, 700), (513, 512)] {
        let spec = spec(&data(width, height, vec![9; 3 * (width * height) as usize]));
        let kernel = Kmeans::new(&spec, Role::Owner);
        let Picture::Tiles { columns, rows, edge, coloured } = Kernel::picture(&kernel) else { panic!("tiles") };
        let units = Kernel::units(&kernel);
        assert!(coloured && (columns * rows) as usize == units && units <= UNITS_MAX as usize);
        assert!(edge.is_power_of_two() && 3 * edge * edge * columns * rows <= PREVIEW_BYTES_MAX as u32);
        let preview = Kernel::preview(&kernel, units - 1, &Kernel::run(&kernel, units - 1));
        assert_eq!(preview, vec![9; (3 * edge * edge) as usize], "filled up to its edges");
    }
}

#[test]
fn malformed_bytes_are_refused() {
    let owner = Kmeans::new(&Spec::new("kmeans", 40, 1, 1), Role::Owner);
    let mut helper = Kmeans::new(&Spec::new("kmeans", 40, 1, 1), Role::Helper);
    let picture = Kernel::broadcast(&owner);
    assert!(Kernel::receive(&mut helper, &picture).is_ok() && Kernel::run(&helper, 1) == Kernel::run(&owner, 1));
    for bytes in [&picture[1..], &picture[..47], &picture[..49], &[]] {
        assert!(matches!(Kernel::receive(&mut helper, bytes), Err(Error::Protocol { .. })));
    }
    let part = Kernel::encode(&owner, &Kernel::run(&owner, 0));
    let mut too_bright = part.clone();
    too_bright[..4].copy_from_slice(&u32::MAX.to_ne_bytes());
    for (unit, bytes) in [(1, &part), (4, &part), (0, &too_bright), (0, &vec![0; 256])] {
        assert!(matches!(Kernel::decode(&owner, unit, bytes), Err(Error::Protocol { .. })), "unit {unit}");
    }
    assert_eq!(Kernel::decode(&owner, 0, &part).expect("well formed"), Kernel::run(&owner, 0));
}
