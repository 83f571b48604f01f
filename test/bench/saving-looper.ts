// A process that saves either content in turn with one of the tools until it is killed. argv: the tool, the file.
import { contentOf } from '../real/saving/content.ts';
import { toolNamed } from '../real/saving/tools.ts';

const [, , name = '', file = ''] = process.argv;
const save = await toolNamed(name).load();
process.on('disconnect', () => process.exit());
for (let saves = 0; ; saves++) {
  await save(file, contentOf(saves % 2 === 0 ? 'a' : 'b', 'large'));
  if (saves === 0) process.send?.('ready');
  await new Promise(setImmediate);
}
