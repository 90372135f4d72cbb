//! Writes all data sets into a folder: `cargo run --package kosut-datasets -- FOLDER`.

use std::{env, fs, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("error: name the folder that the data sets are to be written into");
        return ExitCode::FAILURE;
    };
    for name in kosut_datasets::NAMES {
        let path = folder.join(format!("{name}.bin"));
        let file = kosut_datasets::file(name).unwrap_or_default();
        if let Err(error) = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, file)) {
            eprintln!("error: {}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
