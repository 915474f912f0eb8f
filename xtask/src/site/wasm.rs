//! Compiles `app` for the browser: cargo, then the splitter that cuts lazy chunks out, wasm-bindgen, wasm-opt.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use super::{Effort, pack};
use crate::needs;
use crate::sh::{cargo, run, step, target};

/// Features that rustc 1.95 uses by default; wasm-opt must not refuse them.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The script and the modules, in a folder of their own.
pub struct Wasm {
    folder: PathBuf,
    digest: String,
}

impl Wasm {
    /// Changes whenever the files do.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Every file with its name.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        pack::read_folder(&self.folder)
    }
}

/// Compile, and process the module unless it is the one of last time.
pub fn build(effort: Effort) -> Result<Wasm> {
    let profile = match effort {
        Effort::Quick => "wasm-quick",
        Effort::Small => "wasm-release",
    };
    step("wasm: compile", || {
        run(&mut cargo(&[
            "rustc",
            "--locked",
            "--package=app",
            "--lib",
            "--crate-type=cdylib",
            "--features=hydrate",
            "--target=wasm32-unknown-unknown",
            "--profile",
            profile,
        ]))
    })?;
    let compiled = fs::read(target().join("wasm32-unknown-unknown").join(profile).join("app.wasm"))?;
    let digest = pack::digest([compiled.as_slice(), effort.name().as_bytes()]);
    let folder = target().join("wasm").join(effort.name());
    let stamp = folder.with_extension("stamp");
    if !fs::read_to_string(&stamp).is_ok_and(|old| old == digest) {
        let _ = fs::remove_dir_all(&folder);
        step("wasm: split and bind", || split_and_bind(&compiled, &folder))?;
        if effort == Effort::Small {
            step("wasm: optimise", || optimise(&folder))?;
        }
        fs::write(&stamp, &digest)?;
    }
    Ok(Wasm { folder, digest })
}

/// Leaves `app.js`, `app.wasm`, the loader of the chunks and the chunks in `folder`.
fn split_and_bind(compiled: &[u8], folder: &Path) -> Result<()> {
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(compiled);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = "./chunks.js";
    options.main_module = "./app.js";
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:?}"))?;

    let mut bindgen = Bindgen::new();
    bindgen.input_path(&main).out_name("app").web(true)?;
    bindgen.typescript(false).demangle(false).keep_lld_exports(true).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate_output()?.emit(folder)?;
    fs::remove_file(&main)?;
    fs::rename(folder.join("app_bg.wasm"), folder.join("app.wasm")).context("wasm-bindgen wrote no app_bg.wasm")
}

/// Shrink every module with `wasm-opt -Oz`.
fn optimise(folder: &Path) -> Result<()> {
    let Some(wasm_opt) = needs::wasm_opt()? else {
        return Ok(());
    };
    for entry in fs::read_dir(folder)? {
        let module = entry?.path();
        if module.extension().is_some_and(|extension| extension == "wasm") {
            let mut command = Command::new(&wasm_opt);
            command.args(["-Oz", "--strip-debug", "--strip-producers"]).args(FEATURES);
            run(command.arg(&module).arg("-o").arg(&module))?;
        }
    }
    Ok(())
}
