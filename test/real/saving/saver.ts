// A process that saves a file once, with one of the tools. argv: the tool, the file, how many bytes, and
// the number of the user to be meanwhile ('' for this one). Prints what came of it.
import process from 'node:process';
import { toolNamed } from './tools.ts';

const [, , name = '', file = '', size = '', user = ''] = process.argv;
const save = await toolNamed(name).load();
if (user !== '') {
  process.setgroups?.([]);
  process.setgid?.(Number(user));
  process.setuid?.(Number(user));
}
try {
  console.log(JSON.stringify({ is: await save(file, Buffer.alloc(Number(size), 'N')) }));
} catch (error) {
  console.log(JSON.stringify({ is: 'error', code: error instanceof Error && 'code' in error ? error.code : 'none', message: String(error) }));
}
