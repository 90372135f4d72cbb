//! The finished site: everything set up, the wasm builds, the page, all of it in `dist/`.

use anyhow::{Result, bail};

use crate::{
    datasets, page,
    project::Project,
    step::{Progress, together},
    toolchain::Toolchain,
    tools::{Tool, check_node},
    wasm::{Build, Workshop},
};

/// Makes the finished site, setting up what that needs.
///
/// # Errors
/// When a step fails; it was shown which and why.
pub fn make(project: &Project, progress: &Progress) -> Result<()> {
    let node = check_node(project, progress)?;
    let (wasm_pack, wasm_bindgen) = (Tool::wasm_pack(), Tool::wasm_bindgen(project)?);
    let mut toolchain = None;
    together(vec![
        Box::new(|| {
            toolchain = Some(Toolchain::set_up(project, progress)?);
            Ok(())
        }),
        Box::new(|| page::install_packages(project, progress, &node)),
        Box::new(|| datasets::make(project, progress)),
        Box::new(|| wasm_bindgen.set_up(project, progress)),
        Box::new(|| wasm_pack.set_up(project, progress)),
    ])?;
    let Some(toolchain) = toolchain else { bail!("there is no Rust for wasm") };
    let workshop = &Workshop::new(project, toolchain)?;
    together(Build::ALL.map(|build| Box::new(move || workshop.build(build, progress)) as Box<_>).into())?;
    page::make(project, progress, &node)
}
