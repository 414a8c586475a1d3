//! Packs and templates are inside the binary: when one changes, the binary is made anew.

fn main() {
    for folder in ["vendors", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
