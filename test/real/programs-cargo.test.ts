// Cargo, whose packages are too large for CI: it is tried where it is.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { plainly, testProgram } from './programs/judged.ts';
import { locate } from './programs/needs.ts';

/** Waits until it may go on, or Cargo is gone. */
const buildScript = `use std::{fs, os::unix::process::parent_id, path::Path, thread, time::Duration};
fn main() {
    let cargo = parent_id();
    fs::write("started", "").unwrap();
    while !Path::new("go-on").exists() && parent_id() == cargo {
        thread::sleep(Duration::from_millis(20));
    }
}
`;

testProgram(
  'Cargo while a build script runs',
  locate('cargo') === null ? { reason: 'cargo is not installed', failsInCi: false } : null,
  {
    kind: 'cargo-build',
    killed: plainly('idle'),
    released: plainly('idle'),
    beside: (place) => place.includes('/target/'),
  },
  async (scene) => {
    mkdirSync(scene.at('src'));
    writeFileSync(scene.at('Cargo.toml'), '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n');
    writeFileSync(scene.at('src', 'lib.rs'), '');
    writeFileSync(scene.at('build.rs'), buildScript);
    const env = { RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(os.homedir(), '.rustup') };
    const actor = scene.start(['cargo', 'build', '--offline', '--quiet'], { env });
    await scene.appears('started');
    const release = (): Promise<unknown> => {
      writeFileSync(scene.at('go-on'), '');
      return actor.exited;
    };
    return { lockPath: scene.at('target', 'debug', '.cargo-lock'), pid: actor.pid, release };
  },
);
