// What an adversary found about processes that cannot be seen from where one looks, or go by other numbers there.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import { describe, test } from 'node:test';
import { createMachine } from '../../../src/system/this-machine.ts';
import { inspectLock } from '../../../src/core.ts';
import { cannotRunAsRoot } from '../kernel/scene.ts';
import { brief, deadPid, lookProgram, Place, type Seen } from './place.ts';

const pidNamespace = ['--fork', '--kill-child', '--pid', '--mount-proc'] as const;

/** A number that no process has here, nor any of those that follow it. */
function freePid(): number {
  const machine = createMachine();
  const isFree = (pid: number): boolean => machine.probe(pid).is === 'dead';
  // Well away from those that are given now, and below every pid_max.
  let pid = ((deadPid() + 3000) % 25_000) + 1000;
  while (!Array.from({ length: 30 }, (_, i) => pid + i).every(isFree)) pid++;
  return pid;
}

/** Runs a script in namespaces of its own; its last line is what a look told. */
function lookIn(namespaces: readonly string[], script: string, ...args: readonly string[]): readonly Seen[] {
  const output = execFileSync('unshare', [...namespaces, 'bash', '-c', `set -e; ${script}`, 'bash', ...args], { encoding: 'utf8', timeout: 60_000 });
  const told: readonly Seen[] = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  return told;
}

describe('a number from a container', { skip: cannotRunAsRoot }, () => {
  test('is not put down to the process that has it here', async (t) => {
    const place = new Place(t);
    // Pid 1 is alive here, too, and older than any lock.
    await place.start('unshare', [...pidNamespace, 'sh', '-c', 'echo $$ > app.pid; echo ready; exec sleep 600']);
    const lock = inspectLock(place.at('app.pid'));
    assert.equal(brief(lock), 'unknown pid-unverifiable');
    assert.equal(lock?.holder?.pid, 1);
    assert.equal(lock.holder.command, null);
  });

  test('may be one of a container between this machine and the process', async (t) => {
    const place = new Place(t);
    // The kernel counts on from there.
    const script = `echo ${freePid()} > /proc/sys/kernel/ns_last_pid
      unshare ${pidNamespace.join(' ')} sleep 600 & inner=$!
      until pid=$(cat /proc/$inner/task/$inner/children) && [ -n "$pid" ]; do :; done
      echo $pid > mid.pid; echo $pid; wait`;
    const { said } = await place.start('unshare', [...pidNamespace, 'bash', '-c', script]);
    assert.equal(createMachine().probe(Number(said)).is, 'dead', `pid ${said} is in use here by chance`);
    assert.equal(place.judged('mid.pid'), 'unknown pid-unverifiable');
  });

  test('is nothing that the container beside it can judge', (t) => {
    const place = new Place(t);
    mkdirSync(place.at('memory'));
    // Each a whole container with devices of its own; what they share is in memory.
    const container = `unshare ${pidNamespace.join(' ')} --mount --uts --ipc bash -c`;
    const own = 'mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 &&';
    const script = `mount -t tmpfs none memory
      ${container} '${own} echo ${freePid()} > /proc/sys/kernel/ns_last_pid && (sh -c "echo \\$\\$ > memory/a.pid; exec sleep 600")' & first=$!
      until [ -s memory/a.pid ]; do :; done
      ${container} '${own} "$1" "$2" memory' bash "$1" "$2"; kill -KILL $first`;
    const told = lookIn(['--mount'], `cd "$3"; ${script}`, process.execPath, lookProgram, place.folder);
    assert.deepEqual(told.map(({ name, state, codes }) => [name, state, codes[0]]), [['a.pid', 'unknown', 'pid-unverifiable']]);
  });
});

/** Before Linux 5.8 hidepid is the whole machine's. */
function cannotHide(): string | false {
  const [major = 0, minor = 0] = os.release().split('.').map(Number);
  if (cannotRunAsRoot !== false) return cannotRunAsRoot;
  if (major < 5 || (major === 5 && minor < 8)) return 'takes a /proc of its own, as Linux 5.8 has it';
  const asNobody = spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, '--check', lookProgram]);
  return asNobody.status === 0 ? false : 'the user "nobody" may not read this repository';
}

describe('where other users\' processes are hidden', { skip: cannotHide() }, () => {
  const eyes: Readonly<Record<string, string>> = {
    'an ordinary user': '',
    'a root that is none outside of its namespace': 'unshare --user --map-root-user',
  };
  for (const [who, prefix] of Object.entries(eyes)) {
    test(`${who} calls no process of a container dead`, async (t) => {
      const place = new Place(t);
      chmodSync(place.folder, 0o755);
      const script = `echo ${freePid()} > /proc/sys/kernel/ns_last_pid; (sh -c 'echo $$ > app.pid; echo $$; exec sleep 600')`;
      const { said } = await place.start('unshare', [...pidNamespace, 'bash', '-c', script]);
      assert.equal(createMachine().probe(Number(said)).is, 'dead', `pid ${said} is in use here by chance`);
      const look = `mount -t proc -o hidepid=2 proc /proc
        setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/ ${prefix} "$1" "$2" "$3"`;
      const told = lookIn(['--mount'], look, process.execPath, lookProgram, place.folder);
      assert.deepEqual(told.map(({ name, state, codes }) => [name, state, codes[0]]), [['app.pid', 'unknown', 'pid-unverifiable']]);
    });
  }
});

/** A namespace of times is newer than the others, Linux 5.6. */
const cannotShiftTime = cannotRunAsRoot !== false ? cannotRunAsRoot : spawnSync('unshare', ['--time', '--boottime', '100000', 'true']).status === 0 ? false : 'takes a namespace of times';

test('ticks of a process that lives by another clock prove nothing', { skip: cannotShiftTime }, async (t) => {
  const place = new Place(t);
  const program = `import os, socket, sys
boot = open('/proc/sys/kernel/random/boot_id').read().strip().replace('-', '')
ticks = open('/proc/self/stat').read().rsplit(')', 1)[1].split()[19]
open('soft.lock', 'w').write('%d\\n%s\\n%d\\n' % (os.getpid(), socket.gethostname(), int(boot, 16) << 64 | int(ticks)))
print('ready', flush=True)
sys.stdin.read()`;
  await place.start('unshare', ['--time', '--boottime', '100000', '--fork', '--kill-child', 'python3', '-c', program]);
  assert.equal(place.judged('soft.lock'), 'unknown pid-start-unclear');
});
