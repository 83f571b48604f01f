// A process that saves and is killed by the system in the middle of it.
// argv: the folder, the name, the letter and size of the content, the number of the step before which it is
// killed, and the options. With 'loop' for the step it saves either content in turn, as the product does, until
// it is killed from outside; it says 'ready' once it has begun.
import { saveAtomically } from '../../../src/saving/write/save.ts';
import { sceneAt } from '../../unit/saving/write/scene.ts';
import { contentOf, type Letter, type Size } from './content.ts';

const [, , folder = '', name = '', letter = 'a', size = 'small', killAt = '', options = '{}'] = process.argv;
const scene = sceneAt(folder, `${folder}.state/saves`);

if (killAt === 'loop') {
  process.on('disconnect', () => process.exit());
  const contents = [contentOf('a', readSize()), contentOf('b', readSize())];
  for (let saves = 0; ; saves++) {
    await saveAtomically(scene.at(name), contents[saves % 2] ?? Buffer.alloc(0), JSON.parse(options));
    if (saves === 0) process.send?.('ready');
    await new Promise(setImmediate);
  }
}

// Else it would not end by itself.
process.disconnect();
let steps = 0;
scene.save(name, contentOf(readLetter(), readSize()), {
  ...JSON.parse(options),
  drive: (protocol) => {
    for (;;) {
      const next = protocol.next();
      if (next.done === true) return next.value;
      steps += 1;
      if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    }
  },
});

function readSize(): Size {
  return size === 'large' ? 'large' : 'small';
}

function readLetter(): Letter {
  return letter === 'b' ? 'b' : 'a';
}
