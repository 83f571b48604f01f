import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { cannotRun, cannotRunAsRoot, holdsProgram, Scene } from './kernel/scene.ts';
import { pids, told, type Told } from './kernel/told.ts';

const whole = { start: 0, end: null, waiters: [] };
const flockOf = (...holders: number[]): Told => ({ by: 'flock', mode: 'write', ...whole, holders });

/** A shell that has an exclusive lock by flock(1), which is dead by the time it is asked. */
const lockAndStay = 'exec 9>"$1"; flock -n 9; echo ready; read';

function fileId(file: string): { readonly dev: bigint; readonly ino: bigint } {
  const { dev, ino } = lstatSync(file, { bigint: true });
  return { dev, ino };
}

describe('kernel locks', { skip: cannotRun }, () => {
  test('of flock(1): it and the command that it runs', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.shell('exec flock "$1" sh -c "echo ready; read line"');
    const [hold] = scene.holds();
    assert.deepEqual(hold?.holders[0], pid);
    assert.equal(hold.holders.length, 2);
  });

  test('whose recorded process is dead', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.shell(lockAndStay);
    assert.deepEqual(scene.holds(), [flockOf(pid)]);
  });

  test('with ranges and modes, and none of a mere reader', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.python('fcntl.lockf(f, fcntl.LOCK_EX, 20, 100)\nfcntl.lockf(f, fcntl.LOCK_SH, 0, 500)');
    await scene.python('pass', 'r');
    const posix = { by: 'posix', holders: [pid], waiters: [] } as const;
    assert.deepEqual(
      scene.holds().toSorted((a, b) => a.start - b.start),
      [
        { ...posix, mode: 'write', start: 100, end: 119 },
        { ...posix, mode: 'read', start: 500, end: null },
      ],
    );
  });

  test('of an open file, which the kernel gives no process for', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.python("fcntl.fcntl(f, fcntl.F_OFD_SETLK, struct.pack('hhqqi', fcntl.F_WRLCK, 0, 10, 5, 0))");
    assert.deepEqual(scene.holds(), [{ by: 'ofd', mode: 'write', start: 10, end: 14, holders: [pid], waiters: [] }]);
  });

  test('and leases', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.python('fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_WRLCK)');
    assert.deepEqual(scene.holds(), [{ ...flockOf(pid), by: 'lease' }]);
  });

  test('shared by two readers, by flock and as equal OFD locks', async (t) => {
    const scene = new Scene(t);
    const script = "fcntl.flock(f, fcntl.LOCK_SH)\nfcntl.fcntl(f, fcntl.F_OFD_SETLK, struct.pack('hhqqi', fcntl.F_RDLCK, 0, 0, 0, 0))";
    const [one, two] = [await scene.python(script), await scene.python(script)];
    const holders = (by: string): number[] => scene.holds().filter((hold) => hold.by === by && hold.mode === 'read').flatMap((hold) => hold.holders);
    assert.deepEqual(new Set(holders('flock')), new Set([one.pid, two.pid]));
    assert.deepEqual(holders('ofd'), [one.pid, two.pid]);
  });

  test('by an inherited descriptor, which outlives the process that took the lock', async (t) => {
    const scene = new Scene(t);
    const parent = await scene.python('fcntl.flock(f, fcntl.LOCK_EX)\nif os.fork() == 0: os.setsid(); signal.pause()');
    await scene.until(([hold]) => hold?.holders.length === 2, 'parent and child');
    const [, child = assert.fail()] = scene.holds()[0]?.holders ?? [];
    t.after(() => process.kill(child, 'SIGKILL'));
    assert.deepEqual(scene.holds(), [flockOf(parent.pid, child)]);
    const before = scene.machine.kernelLocks();
    parent.signal('SIGKILL');
    await parent.exited;
    assert.notEqual(scene.machine.kernelLocks(), before);
    assert.deepEqual(scene.holds(), [flockOf(child)]);
  });

  test('of classic fcntl are not inherited', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.python('fcntl.lockf(f, fcntl.LOCK_EX)\nif os.fork() == 0: os.execvp("sleep", ["sleep", "600"])');
    assert.deepEqual(scene.holds(), [{ ...flockOf(pid), by: 'posix' }]);
  });

  test('with those that wait, by flock and by fcntl', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.python('fcntl.flock(f, fcntl.LOCK_EX)\nfcntl.lockf(f, fcntl.LOCK_EX, 1, 7)');
    const first = await scene.waiter('flock', [scene.file, 'true']);
    const second = await scene.waiter('flock', ['--shared', scene.file, 'true']);
    const third = await scene.waiter('python3', ['-c', `import fcntl; fcntl.lockf(open(${JSON.stringify(scene.file)}, 'a'), fcntl.LOCK_EX)`]);
    const [flock, posix] = scene.holds().toSorted((a, b) => a.by.localeCompare(b.by));
    assert.deepEqual({ ...flock, waiters: new Set(flock?.waiters) }, { ...flockOf(pid), waiters: new Set([first.pid, second.pid]) });
    assert.deepEqual(posix, { by: 'posix', mode: 'write', start: 7, end: 7, holders: [pid], waiters: [third.pid] });
  });

  test('on a file in memory', async (t) => {
    const folder = mkdtempSync('/dev/shm/lockscope-real-');
    t.after(() => rmSync(folder, { recursive: true }));
    const scene = new Scene(t);
    const { pid } = await scene.shell(lockAndStay, `${folder}/a`);
    assert.deepEqual(scene.holds(`${folder}/a`), [flockOf(pid)]);
    assert.deepEqual(pids(scene.machine.kernelLocks()?.byPath.get(`${folder}/a`)?.[0]?.holders ?? []), [pid]);
  });

  test('go by path as the file is called now, and not at all once it is removed', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.shell(lockAndStay);
    const byPath = (file: string): Told[] => told(scene.machine.kernelLocks()?.byPath.get(file) ?? []);
    assert.deepEqual(byPath(scene.file), [flockOf(pid)]);
    const moved = `${scene.folder}/moved`;
    renameSync(scene.file, moved);
    await scene.shell(lockAndStay, `${scene.folder}/other`);
    assert.deepEqual([byPath(scene.file), byPath(moved)], [[], [flockOf(pid)]]);
    const removed = { path: moved, ...fileId(moved) };
    rmSync(moved);
    const after = await scene.shell(lockAndStay, moved);
    assert.deepEqual(byPath(moved), [flockOf(after.pid)]);
    assert.deepEqual(told(scene.machine.kernelLocks()?.on(removed) ?? []), [flockOf(pid)]);
  });

  test('are told of as one object until one changes', async (t) => {
    const scene = new Scene(t);
    await scene.shell(lockAndStay);
    const isSettled = (): boolean => scene.machine.kernelLocks() === scene.machine.kernelLocks();
    // Other programs on this machine lock as they like.
    assert.ok([...Array(20).keys()].some(isSettled));
    const before = scene.machine.kernelLocks();
    const actor = await scene.shell(lockAndStay, `${scene.folder}/b`);
    const after = scene.machine.kernelLocks();
    assert.notEqual(after, before);
    await actor.end();
    assert.notEqual(scene.machine.kernelLocks(), after);
    assert.deepEqual(scene.holds(`${scene.folder}/b`), []);
  });

  test('are no more of who has closed the file, though a child keeps it open', async (t) => {
    const scene = new Scene(t);
    const parent = await scene.python('fcntl.flock(f, fcntl.LOCK_EX)\nif os.fork() == 0: signal.pause()\nprint("ready", flush=True)\nsys.stdin.readline()\nf.close()');
    await scene.until(([hold]) => hold?.holders.length === 2, 'parent and child');
    const [, child = assert.fail()] = scene.holds()[0]?.holders ?? [];
    parent.tell('close it');
    await scene.until(([hold]) => hold?.holders.length === 1, 'one of them to let go');
    assert.deepEqual(scene.holds(), [flockOf(child)]);
  });

  test('are not missed in a long list while others come and go', async (t) => {
    const scene = new Scene(t);
    const steady = [...Array(200).keys()].map((i) => `${scene.folder}/${i}`);
    await scene.python(`files = [open(f'{i}', 'w') for i in range(400)]
for f in files[:200]: fcntl.flock(f, fcntl.LOCK_EX)
print('ready', flush=True)
while True:
  for how in [fcntl.LOCK_EX, fcntl.LOCK_UN]:
    for f in files[200:]: fcntl.flock(f, how)`);
    const files = steady.map((file) => ({ path: file, ...fileId(file) }));
    for (let round = 0; round < 30; round++) {
      const locks = scene.machine.kernelLocks();
      assert.deepEqual(files.filter((file) => locks?.on(file).length !== 1), []);
    }
  });

  test('on a free file are none', (t) => {
    const scene = new Scene(t);
    writeFileSync(scene.file, '');
    assert.deepEqual(scene.holds(), []);
  });
});

describe('kernel locks across borders', { skip: cannotRunAsRoot }, () => {
  const node = process.execPath;

  test('of a process in a pid namespace, seen from outside', async (t) => {
    const scene = new Scene(t);
    await scene.shell(`exec unshare --pid --fork --mount-proc --kill-child bash -c '${lockAndStay}' bash "$1"`);
    const [hold] = scene.holds();
    assert.equal(hold?.holders.length, 1);
    const [process = assert.fail()] = scene.machine.running((program) => program === 'bash')?.filter(({ pid }) => pid === hold.holders[0]) ?? [];
    assert.match(scene.machine.lineage(process).container ?? '', /^pid:\[\d+\]$/);
  });

  test('in a pid namespace, where the list leaves out those of dead processes', (t) => {
    const scene = new Scene(t);
    const script = 'exec 9>"$1"; flock -n 9; "$2" "$3" "$1"; true';
    const output = execFileSync('unshare', ['--pid', '--fork', '--mount-proc', 'bash', '-c', script, 'bash', scene.file, node, holdsProgram], { encoding: 'utf8' });
    // The shell is the namespace's first process; what it runs has its descriptor too.
    assert.match(output, /"by":"flock".*"holders":\[1,\d+\].*"isByPath":true/);
  });

  test('of another user are seen, and their holders only where the kernel itself names them', async (t) => {
    const scene = new Scene(t);
    const { pid } = await scene.python('fcntl.flock(f, fcntl.LOCK_EX)\nfcntl.lockf(f, fcntl.LOCK_EX)');
    execFileSync('chmod', ['755', scene.folder]);
    const output = execFileSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', node, holdsProgram, scene.file], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(output), { on: [{ ...flockOf(pid), by: 'posix' }, flockOf()], isByPath: false });
  });

  test('on an overlay of two file systems, which has inode numbers of its own', (t) => {
    const scene = new Scene(t);
    const script = `set -e; cd "$1"; mkdir lower top merged; echo > lower/a; mount -t tmpfs none top; mkdir top/upper top/work
      mount -t overlay -o lowerdir=lower,upperdir=top/upper,workdir=top/work none merged
      exec 8<merged/a; flock -s 8; exec 9>merged/b; flock 9; "$2" "$3" "$1/merged/a"; "$2" "$3" "$1/merged/b"`;
    const output = execFileSync('unshare', ['--mount', 'bash', '-c', script, 'bash', scene.folder, node, holdsProgram], { encoding: 'utf8' });
    assert.match(output, /"mode":"read".*"isByPath":true\}\n.*"mode":"write".*"isByPath":true/);
  });
});
