use super::*;
use crate::lanes::{Lanes, blocking::Nothing, board::Board};

fn pool(threads: usize) -> Lanes {
    Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
}

fn task(tiles: &[u32], strike: Option<Strike>) -> Task {
    Task { size: 512, tiles: tiles.to_vec(), stamp: 7, strike }
}

fn wild(tile: u32) -> Option<Strike> {
    Some(Strike { fault: Fault::WildWrite, tile, seed: 3 })
}

fn digests(lanes: &Lanes, board: Option<&'static Board>, task: &Task) -> Vec<u64> {
    let place = Place { lanes, board, epoch_ms: 0.0, outside: &Nothing };
    let (outcome, marks) = perform(task, &place).expect("performs");
    assert_eq!(marks.len(), 2 * task.tiles.len());
    let tiles: Vec<u32> = outcome.tiles.iter().map(|(tile, _)| *tile).collect();
    assert_eq!(tiles, task.tiles);
    outcome.tiles.iter().map(|(_, bytes)| digest(bytes)).collect()
}

#[test]
fn any_number_of_lanes_gives_the_same_tiles() {
    let tiles = [63, 0, 17, 18, 19];
    let mosaic = Mosaic::new(512).expect("a size");
    let right: Vec<u64> = tiles.iter().map(|&tile| digest(&mosaic.compute(tile))).collect();
    for lanes in [Lanes::One, pool(2), pool(7)] {
        assert_eq!(digests(&lanes, None, &task(&tiles, None)), right);
    }
}

#[test]
fn a_board_tells_how_far_every_tile_is_and_which_lane_has_it() {
    let board: &'static Board = Box::leak(Box::new(Board::new(2)));
    digests(&pool(2), Some(board), &task(&[5, 6, 7], wild(6)));
    let cell = |tile: usize| board.cells()[TILE_CELLS + tile].load(Ordering::SeqCst);
    let seen = |tile| Seen::from_word(cell(tile), 7, 2).map(|seen| (seen.lane, seen.finished));
    assert_eq!([4, 5, 6, 7].map(seen), [None, Some((0, true)), Some((1, true)), Some((0, true))]);
    assert_eq!(board.cells()[STRUCK_CELL].load(Ordering::SeqCst), 7);
}

#[test]
fn what_no_lane_wrote_says_nothing_of_a_tile() {
    let word = Seen { lane: 1, finished: false }.to_word(9);
    assert_eq!(Seen::from_word(word, 9, 2), Some(Seen { lane: 1, finished: false }));
    for (word, stamp, lanes) in [(word, 8, 2), (word, 9, 1), (0, 9, 2), (word | 0x40, 9, 2), (u32::MAX, 9, 2)] {
        assert_eq!(Seen::from_word(word, stamp, lanes), None, "{word:x}");
    }
}

#[test]
fn a_wild_write_spoils_finished_tiles_of_others_in_the_same_memory_and_no_others() {
    let tiles: Vec<u32> = (0..8).collect();
    let right = digests(&Lanes::One, None, &task(&tiles, None));
    // On one lane the order is known: six tiles are finished when the seventh goes wild, and the last is still to come.
    let shared = digests(&Lanes::One, None, &task(&tiles, wild(6)));
    let wrong: Vec<usize> = (0..8).filter(|&tile| shared[tile] != right[tile]).collect();
    assert_eq!(wrong, [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(shared, digests(&Lanes::One, None, &task(&tiles, wild(6))), "the same seed, the same damage");
    // Alone in a memory, it spoils its own.
    assert_ne!(digests(&Lanes::One, None, &task(&[6], wild(6)))[0], right[6]);
}

#[test]
fn spoilt_tiles_still_look_like_tiles() {
    let lanes = Lanes::One;
    let place = Place { lanes: &lanes, board: None, epoch_ms: 0.0, outside: &Nothing };
    let (outcome, _) = perform(&task(&[2, 3], wild(3)), &place).expect("performs");
    let mosaic = Mosaic::new(512).expect("a size");
    for (tile, bytes) in outcome.tiles {
        assert_eq!(mosaic.preview(tile, &bytes).len(), (PREVIEW_EDGE * PREVIEW_EDGE) as usize);
    }
}

#[test]
fn sizes_and_tiles_that_do_not_exist_are_refused() {
    let lanes = Lanes::One;
    let place = Place { lanes: &lanes, board: None, epoch_ms: 0.0, outside: &Nothing };
    assert_eq!(perform(&task(&[TILES], None), &place).expect_err("beyond the last").code(), "protocol");
    let odd = Task { size: 513, ..task(&[0], None) };
    assert_eq!(perform(&odd, &place).expect_err("an odd size").code(), "protocol");
}
