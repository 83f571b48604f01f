import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { builtInKinds } from '../../../../src/locks/kinds/index.ts';
import { isManifestFolder, isManifestName } from '../../../../src/locks/kinds/manifests.ts';
import type { Artifact } from '../../../../src/locks/observation.ts';
import { observed, siteOf } from '../site.ts';

/** Every name of the list of known manifests; a * stands for any part of a name, a / at the end for a folder. */
const manifests = `*.conda-lock.yml *.gemfile.lock *.opam.locked .terraform.lock.hcl Berksfile.lock Brewfile.lock.json Cargo.lock
  Cartfile.resolved Chart.lock Cheffile.lock Forc.lock Gemfile.lock Gopkg.lock MODULE.bazel.lock Manifest.toml Move.lock Package.resolved
  Pipfile.lock Podfile.lock Pods/Manifest.lock Policyfile.lock.json Puppetfile.lock Scarb.lock aiken.lock aqua-checksums.json buf.lock
  buildscript-gradle.lockfile bun.lock bun.lockb cabal.project.freeze carton.lock composer.lock conan.lock conda-lock.yml
  cpanfile.snapshot deno.lock dependencies.lock deps.lock devbox.lock devenv.lock dub.selections.json dune.lock/ dvc.lock esy.lock/
  flake.lock foundry.lock gems.locked glide.lock go.sum go.work.sum gradle.lockfile gradle/dependency-locks/*.lockfile hatch.lock
  helmfile.lock importmap.lock jsonnetfile.lock.json jspm.lock kbld.lock.yml lake-manifest.json lazy-lock.json maven_install.json
  migration_lock.toml mise.lock mix.lock nimble.lock node_modules/.package-lock.json node_modules/.pnpm/lock.yaml npm-shrinkwrap.json
  package-lock.json packages.lock.json packrat.lock paket.lock pants/*.lock pdm.*.lock pdm.lock pixi.lock pnpm-lock.*.yaml pnpm-lock.yaml
  poetry.lock project.assets.json project.lock.json pubspec.lock pylock.*.toml pylock.toml rbs_collection.lock.yaml rebar.lock renv.lock
  repo.lock requirements-dev.lock requirements.lock settings-gradle.lockfile shard.lock shrinkwrap.yaml skills-lock.json snapshot.lock
  soldeer.lock spago.lock stack.yaml.lock symfony.lock uv.lock vcpkg-lock.json vendir.lock.yml versions.lock wkg.lock yarn.lock`.split(/\s+/);

const text = (content: string): Artifact => ({ type: 'file', head: new TextEncoder().encode(content), whole: true });

/** What could make a format believe: nothing at all, a manifest's own words, and every way of naming a holder. */
const contents: readonly Artifact[] = [
  '',
  '4312\n',
  ' 4312\n',
  '4312\nvm\n3514194484921313017587318906318770296078361634256218953472\n',
  'filelock/2\npid=4312\nhost=vm\nmode=exclusive\n',
  '{"pid": 4312, "hostname": "vm"}',
  '{"pid": 43',
  '[[package]]\nname = "a"\nversion = "1.0.0"\n',
  '{"lockfileVersion": 3}',
].map(text);

const files: readonly Artifact[] = [...contents, { type: 'unreadable', reason: 'EACCES' }, { type: 'symlink', target: '4312' }];
const folders = [[], ['pid'], ['lock.dune']].map((entries): Artifact => ({ type: 'folder', entries }));

const places = ['/w', '/w/.gradle/x', '/w/.venv', '/w/.cache/huggingface/download', '/w/target/debug', '/w/.m2/a'];

describe('a known manifest is never listed', () => {
  for (const manifest of manifests) {
    test(manifest, () => {
      const isFolder = manifest.endsWith('/');
      const name = (isFolder ? manifest.slice(0, -1) : manifest).replace('*', 'main');
      for (const place of places) {
        const full = `${place}/${name}`;
        assert.ok(isFolder ? isManifestFolder(name) : isManifestName(full));
        for (const artifact of isFolder ? folders : files) assert.equal(builtInKinds.read(siteOf(observed(full, artifact))), null);
      }
    });
  }

  test('but a branch of git may be called like one', () => {
    assert.equal(builtInKinds.read(siteOf(observed('/w/.git/refs/heads/Cargo.lock', ''), '/w/.git'))?.kind, 'git-ref');
  });
});
