import path from 'node:path';
import { isRecord } from './content.ts';

/** Dependency manifests that are called locks: they pin versions and lock nothing. Stems of `*.lock`. */
const stems = `Berksfile Cargo Cartfile Chart Cheffile Forc Gemfile Gopkg MODULE.bazel Move Pipfile Podfile Policyfile
  Puppetfile Scarb aiken buf bun carton composer conan deno dependencies deps devbox devenv dvc flake
  foundry glide hatch helmfile importmap jspm mise mix nimble packrat paket pdm pixi poetry pubspec pylock
  rebar renv repo requirements requirements-dev shard snapshot soldeer spago stack.yaml symfony uv versions
  wkg yarn`;

/** Those that are called otherwise: a user's own format may meet them. */
const others = `.package-lock.json .terraform.lock.hcl Brewfile.lock.json Cartfile.resolved Manifest.toml Package.resolved
  Policyfile.lock.json aqua-checksums.json buildscript-gradle.lockfile bun.lockb cabal.project.freeze conda-lock.yml
  cpanfile.snapshot dub.selections.json gems.locked go.sum go.work.sum gradle.lockfile jsonnetfile.lock.json kbld.lock.yml
  lake-manifest.json lazy-lock.json maven_install.json migration_lock.toml npm-shrinkwrap.json package-lock.json
  packages.lock.json pnpm-lock.yaml project.assets.json project.lock.json pylock.toml rbs_collection.lock.yaml
  settings-gradle.lockfile shrinkwrap.yaml skills-lock.json vcpkg-lock.json vendir.lock.yml`;

const names: ReadonlySet<string> = new Set([...stems.split(/\s+/).map((stem) => `${stem}.lock`), ...others.split(/\s+/)]);

const patterns: readonly RegExp[] = [
  /\.gemfile\.lock$/,
  /^pdm\..+\.lock$/,
  /^requirements-.+\.lock$/,
  /\.conda-lock\.yml$/,
  /\.opam\.locked$/,
  /^pnpm-lock\..+\.yaml$/,
  /^pylock\..+\.toml$/,
];

/** By the name of the folder it stands in, and its own. */
const inFolders: Readonly<Record<string, RegExp>> = {
  Pods: /^Manifest\.lock$/,
  pants: /\.lock$/,
  'dependency-locks': /\.lockfile$/,
  '.pnpm': /^lock\.yaml$/,
};

const folderNames: ReadonlySet<string> = new Set(['dune.lock', 'esy.lock']);

/** Whether a file's path is that of a known dependency manifest. */
export function isManifestName(filePath: string): boolean {
  const name = path.basename(filePath);
  const parent = path.basename(path.dirname(filePath));
  return names.has(name) || patterns.some((pattern) => pattern.test(name)) || (inFolders[parent]?.test(name) ?? false);
}

/** Paths of manifests, one for each way of being told: what fits one of them may fit any. */
export const manifestExamples: readonly string[] = [
  ...names,
  ...`rails.gemfile.lock pdm.dev.lock requirements-test.lock linux.conda-lock.yml app.opam.locked pnpm-lock.main.yaml pylock.dev.toml
  Pods/Manifest.lock pants/black.lock gradle/dependency-locks/main.lockfile node_modules/.pnpm/lock.yaml`.split(/\s+/),
  ...folderNames,
];

/** Whether a folder's name is that of a known dependency manifest. */
export function isManifestFolder(name: string): boolean {
  return folderNames.has(name);
}

/** A lock's own words are few; a longer text, in characters, is a document. */
const longestLock = 4096;

/**
 * Whether the content of a file called `*.lock` is a manifest's: a document that pins things, told by
 * what it says and not by its name. A manifest taken for a lock could be broken, so doubt counts for it.
 * @param content the whole text of the file
 */
export function looksLikeManifest(content: string): boolean {
  if (content.length > longestLock) return true;
  const json = parseJson(content);
  if (json !== undefined) return isPinningJson(json);
  if (announcement.test(content)) return true;
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  const pinned = lines.filter((line) => pins.some((pin) => pin.test(line))).length;
  return pinned >= 2 || (pinned === 1 && lines.length === 1 && nameAndVersion.test(content.trim()));
}

/** One thing at one version, and nothing else: "ripgrep=14.1". */
const nameAndVersion = /^["']?[a-z@][\w@./-]*["']?\s*(?:[=:@,]|==|\s)\s*["']?v?\d+\.\d+(?:\.\d+)?(?:[-+][\w.]+)?["']?,?$/i;

const announcement = /^\s*(?:#|\/\/|--|;|\/\*).*(?:generated|do not (?:edit|modify)|lock ?file)/im;

/** What lines of manifests look like: a version, a digest, an address, a section, a well-known key. */
const pins: readonly RegExp[] = [
  /(?<![\d.])v?\d+\.\d+\.\d+(?!\.?\d)/,
  /(?:==|>=|~>|\^|@)\s*v?\d+(?:\.\d+)?\b/,
  /[\s"'=:,@]v?(?!\d+\.\d+\.\d+\.\d)\d+\.\d+(?:\.\d+)?(?:[-+][\w.]+)?["']?,?;?$/,
  /\b(?:sha\d+|md5|h1)[-:=]/i,
  /\b[0-9a-f]{32,}\b/i,
  /\b(?:https?|git|ssh):\/\/|\bgit@/,
  /^\s*\[{1,2}[\w."/-]+\]{1,2}\s*$/,
  /^\s*"?(?:name|version|source|checksum|integrity|resolved|revision|rev|dependencies|packages|specifiers?|digest|hash|url)"?\s*[:=]/i,
];

const pinningKeys =
  /^(?:lockfile.*|.*versions?|.*packages?(?:-dev)?|.*dependencies|nodes|inputs|modules|specifiers|integrity|checksums?|hash|digest|content-?hash|_meta|_readme|sources?|pins|resolved|generated.*)$/i;

/** The value of a JSON object or array; undefined when the text is neither. */
function parseJson(content: string): unknown {
  if (!/^\s*[{[]/.test(content)) return undefined;
  try {
    return JSON.parse(content);
  } catch {
    // TOML begins with a bracket too, and what is half-written is judged by its lines.
    return undefined;
  }
}

/** Locks written as JSON are flat records about a holder; manifests nest, or name what they pin. */
function isPinningJson(value: unknown): boolean {
  if (!isRecord(value)) return Array.isArray(value) && value.length > 0;
  return Object.entries(value).some(
    ([key, inner]) => pinningKeys.test(key) || isVersion(inner) || (isRecord(inner) && Object.values(inner).some((deep) => isRecord(deep) || isVersion(deep))),
  );
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' && /^[\^~>=v]*\d+\.\d+\.\d+(?!\.\d)/.test(value);
}

const surelyPinning = /^(?:lockfile.*|packages?(?:-dev)?|.*dependencies|modules|specifiers|integrity|checksums?|content-?hash|_meta)$/i;

/**
 * Whether a content that seems to name a process is a manifest's all the same: "pid" may be any id, and
 * a number in front a count. Locks may well name a version of their own program.
 * @param content the whole text of the file
 */
export function pinsBesideItsPid(content: string): boolean {
  const json = parseJson(content);
  if (isRecord(json)) return Object.keys(json).some((key) => surelyPinning.test(key));
  return content.split('\n').slice(1).some((line) => /(?<![\d.])v?\d+\.\d+\.\d+(?!\.?\d)/.test(line));
}
