//! Makes the finished site in `dist/`: sets up the tools, compiles the wasm builds, bundles the page.

use anyhow::{Result, bail};

use crate::{
    datasets, page,
    progress::Progress,
    project::Project,
    step::join_all,
    toolchain::Toolchain,
    tools::{Tool, check_node},
    wasm::{Build, WasmBuilder},
};

/// Makes the finished site and sets up the tools that it needs.
///
/// # Errors
/// Returns an error when a step fails; the step has shown its error.
pub fn make(project: &Project, progress: &Progress) -> Result<()> {
    let node = check_node(project, progress)?;
    let (wasm_pack, wasm_bindgen) = (Tool::wasm_pack(), Tool::wasm_bindgen(project)?);
    let mut toolchain = None;
    join_all(vec![
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
    let builder = &WasmBuilder::new(project, toolchain)?;
    join_all(Build::ALL.map(|build| Box::new(move || builder.build(build, progress)) as Box<_>).into())?;
    page::make(project, progress, &node)
}
