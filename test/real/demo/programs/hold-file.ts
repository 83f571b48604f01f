// A program that locks with a lock file: hold-file.ts PATH pid|json [HOST]
import { unlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { untilTold } from './until-told.ts';

const [path = '', format, host = os.hostname()] = process.argv.slice(2);
const record = { pid: process.pid, timestamp: Date.now(), host };
writeFileSync(path, format === 'json' ? JSON.stringify(record) : `${process.pid}\n`, { flag: 'wx' });
await untilTold(`holding ${process.pid}`);
unlinkSync(path);
