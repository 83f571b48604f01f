// Python's lock libraries, as Debian packages them for its own python3.
import { plainly, testProgram, type Act, type Truth } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';
import { telling } from './programs/scene.ts';

/** Python code that takes the lock of work.lock as `lock`, and what gives it back. */
function holding(take: string, giveBack: string, lockName = 'work.lock'): Act {
  return async (scene) => {
    const program = `import os, sys\n${take}\nprint("holding", flush=True)\nif sys.stdin.readline():\n    ${giveBack}\n`;
    const actor = scene.start(['/usr/bin/python3', '-c', program]);
    await actor.announced();
    return { lockPath: scene.at(lockName), pid: actor.pid, release: telling(actor, 'release') };
  };
}

/** Whoever did not see the kernel's lock on an empty file of that name cannot know that the file is meant to stay. */
const lasting: Omit<Truth, 'kind'> = { killed: { now: 'undecided', watched: 'idle' }, released: { now: 'undecided', watched: 'idle' } };
const naming: Omit<Truth, 'kind'> = { killed: plainly('stale'), released: plainly(null) };

testProgram(
  'python filelock.FileLock',
  lackOfPackages(['python3-filelock']),
  { kind: 'file', ...lasting },
  holding('import filelock\nlock = filelock.FileLock("work.lock")\nlock.acquire()', 'lock.release()'),
);

testProgram(
  'python filelock.SoftFileLock',
  lackOfPackages(['python3-filelock']),
  { kind: 'file', killed: plainly('undecided'), released: plainly(null) },
  holding('import filelock\nlock = filelock.SoftFileLock("work.lock")\nlock.acquire()', 'lock.release()'),
);

testProgram(
  'python fasteners.InterProcessLock',
  lackOfPackages(['python3-fasteners']),
  { kind: 'file', ...lasting },
  holding('import fasteners\nlock = fasteners.InterProcessLock("work.lock")\nlock.acquire()', 'lock.release()'),
);

testProgram(
  'python portalocker.Lock',
  lackOfPackages(['python3-portalocker']),
  { kind: 'file', ...lasting },
  holding('import portalocker\nlock = portalocker.Lock("work.lock")\nlock.acquire()', 'lock.release()'),
);

testProgram(
  'python zc.lockfile',
  lackOfPackages(['python3-zc.lockfile']),
  { kind: 'zc-lockfile', killed: plainly('idle'), released: plainly('idle') },
  holding('import zc.lockfile\nlock = zc.lockfile.LockFile("work.lock")', 'lock.close()'),
);

for (const [name, kind] of [
  ['linklockfile.LinkLockFile', 'file'],
  ['mkdirlockfile.MkdirLockFile', 'pylockfile'],
  ['symlinklockfile.SymlinkLockFile', 'pylockfile'],
] as const) {
  testProgram(
    `python lockfile.${name}`,
    lackOfPackages(['python3-lockfile']),
    { kind, held: plainly('undecided'), named: false, killed: plainly('undecided'), released: plainly(null) },
    holding(`import lockfile.${name.split('.')[0]}\nlock = lockfile.${name}("work")\nlock.acquire()`, 'lock.release()'),
  );
}

testProgram(
  'python lockfile.pidlockfile.PIDLockFile',
  lackOfPackages(['python3-lockfile']),
  { kind: 'pid-file', ...naming },
  holding('import lockfile.pidlockfile\nlock = lockfile.pidlockfile.PIDLockFile("work.pid")\nlock.acquire()', 'lock.release()', 'work.pid'),
);
