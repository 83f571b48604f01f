import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../demo/temp-folder.ts';
import { cannotRunAsRoot } from './scene.ts';

const sharingProgram = fileURLToPath(new URL('sharing.ts', import.meta.url));

/** What a process in new namespaces says of the folder, a tmpfs in it, and an overlay. */
function sharingIn(namespaces: readonly string[], prepare = ''): string {
  using folder = tempFolder();
  const script = `set -e; cd "$1"; mkdir lower memory merged; mount -t tmpfs none memory; mkdir memory/upper memory/work
    mount -t overlay -o lowerdir=lower,upperdir=memory/upper,workdir=memory/work none merged
    ${prepare}
    "$2" "$3" "$1/a" "$1/memory/a" "$1/merged/a"`;
  return execFileSync('unshare', ['--mount', '--fork', ...namespaces, 'bash', '-c', script, 'bash', folder.path, process.execPath, sharingProgram], { encoding: 'utf8' }).trim();
}

describe('who shares a place', { skip: cannotRunAsRoot }, () => {
  // Where the tests themselves run in a container, its outside may use what it has mounted.
  const outside = sharingIn([]);

  test('nobody, on a machine of its own', { skip: outside.includes('containers') ? 'runs in a container' : false }, () => {
    assert.equal(outside, 'private private private');
  });

  test('everybody outside a mere pid namespace, on any file system', () => {
    assert.equal(sharingIn(['--pid', '--mount-proc']), 'containers containers containers');
  });

  test('also when it has other namespaces, but the devices of the machine', () => {
    assert.equal(sharingIn(['--pid', '--uts', '--ipc', '--mount-proc'], 'mountpoint -q /dev || mount -t devtmpfs none /dev'), 'containers containers containers');
  });

  test('others, what is mounted into a whole container; nobody, its root', () => {
    const ownDevices = 'mkdir devices; mount -t tmpfs none devices; cp -a /dev/null devices; mount --bind devices /dev';
    assert.equal(sharingIn(['--pid', '--uts', '--ipc', '--mount-proc'], ownDevices), 'containers containers containers');
    const ownRoot = `${ownDevices}; mkdir memory/rootUpper memory/rootWork root
      mount -t overlay -o lowerdir=/,upperdir=memory/rootUpper,workdir=memory/rootWork none root
      mount --bind /proc root/proc; mount --bind devices root/dev
      exec chroot root "$2" "$3" /a /proc/a /dev/a`;
    assert.equal(sharingIn(['--pid', '--uts', '--ipc', '--mount-proc'], ownRoot), 'private containers containers');
  });
});
