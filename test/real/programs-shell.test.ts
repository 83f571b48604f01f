// What shell scripts lock with.
import { plainly, testProgram, type Act, type Truth } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';
import { telling } from './programs/scene.ts';
import { waitsForKernelLock } from './programs/waiting.ts';

/** A shell script that says "holding" once it has work.lock, and gives it back when told to. */
const script = (text: string): Act => async (scene) => {
  const actor = scene.start(['sh', '-c', text]);
  await actor.announced();
  return { lockPath: scene.at('work.lock'), pid: actor.pid, release: telling(actor, 'release') };
};

/** Whoever did not see the kernel's lock on an empty file of that name cannot know that the file is meant to stay. */
const lasting: Omit<Truth, 'kind'> = { killed: { now: 'undecided', watched: 'idle' }, released: { now: 'undecided', watched: 'idle' } };

testProgram(
  'flock(1) around a command',
  lackOfPackages([]),
  { kind: 'file', ...lasting },
  script('exec flock --no-fork work.lock sh -c "echo holding; read word"'),
);

testProgram(
  'flock(1) on a descriptor of its shell, its own pid in the kernel\'s list dead',
  lackOfPackages([]),
  { kind: 'file', ...lasting },
  script('exec 9> work.lock; flock 9; echo holding; read word'),
);

testProgram('flock(1) with one who waits', lackOfPackages([]), { kind: 'file', ...lasting }, async (scene) => {
  const hold = await script('exec flock --no-fork work.lock sh -c "echo holding; read word"')(scene);
  const waiter = scene.start(['flock', '--no-fork', 'work.lock', 'true']);
  await scene.waitFor(() => waitsForKernelLock(waiter.pid), 'the other flock to wait');
  return { ...hold, waiters: [waiter.pid] };
});

testProgram(
  'dotlockfile -p, which names its parent',
  lackOfPackages(['liblockfile-bin']),
  { kind: 'pid-file', killed: plainly('stale'), released: plainly(null) },
  script('dotlockfile -p work.lock && echo holding && read word && dotlockfile -u work.lock'),
);

const anonymous: Omit<Truth, 'kind'> = {
  held: plainly('undecided'),
  named: false,
  killed: plainly('undecided'),
  released: plainly(null),
};

testProgram(
  'dotlockfile, which names nobody and ends at once',
  lackOfPackages(['liblockfile-bin']),
  // Its programs respect such a lock for five minutes, whoever may have made it.
  { kind: 'liblockfile', named: false, killed: plainly('held'), released: plainly(null) },
  script('dotlockfile work.lock && echo holding && read word && dotlockfile -u work.lock'),
);

testProgram(
  'procmail\'s lockfile(1), which names nobody and ends at once',
  lackOfPackages(['procmail']),
  { kind: 'procmail', ...anonymous },
  script('lockfile work.lock && echo holding && read word && rm -f work.lock'),
);
