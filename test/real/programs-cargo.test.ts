// Cargo, whose packages are too large for CI: it is tried where it is.
import { mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { plainly, testProgram } from './programs/judged.ts';
import { locate } from './programs/needs.ts';

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
    writeFileSync(scene.at('build.rs'), 'fn main() { std::fs::write("started", "").unwrap(); std::fs::read("go-on").unwrap(); }\n');
    await scene.run(['mkfifo', 'go-on']);
    const env = { RUSTUP_HOME: process.env['RUSTUP_HOME'] ?? path.join(os.homedir(), '.rustup') };
    const actor = scene.start(['cargo', 'build', '--offline', '--quiet'], { env });
    await scene.appears('started');
    const release = async (): Promise<void> => {
      await writeFile(scene.at('go-on'), '');
      await actor.exited;
    };
    return { lockPath: scene.at('target', 'debug', '.cargo-lock'), pid: actor.pid, release };
  },
);
