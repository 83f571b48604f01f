import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Actor } from '../demo/actor.ts';
import { locate } from './needs.ts';
import type { Scene } from './scene.ts';

/** A server of PostgreSQL, with the folder of its data, where its socket is too. Its user is ann. */
export interface Postgresql {
  readonly actor: Actor;
  readonly data: string;
}

/** Starts a server of its own, which refuses to run as root. */
export async function startPostgresql(scene: Scene): Promise<Postgresql> {
  const bin = path.dirname(locate('/usr/lib/postgresql/*/bin/initdb') ?? '');
  const isRoot = process.getuid?.() === 0;
  const data = scene.at('data');
  mkdirSync(data);
  const asItself = isRoot ? (['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--'] as const) : (['env'] as const);
  if (isRoot) {
    const [uid, gid] = [Number(await scene.run(['id', '-u', 'postgres'])), Number(await scene.run(['id', '-g', 'postgres']))];
    for (const place of [data, scene.home]) chownSync(place, uid, gid);
    chmodSync(path.dirname(scene.folder), 0o711);
  }
  await scene.run([...asItself, path.join(bin, 'initdb'), '--no-sync', '--auth=trust', '--username=ann', data]);
  const settings = ['listen_addresses=', `unix_socket_directories=${data}`, 'fsync=off', 'logging_collector=off'];
  const actor = scene.start([...asItself, path.join(bin, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])]);
  await scene.waitFor(() => /database system is ready/.test(actor.complaints), 'PostgreSQL');
  return { actor, data };
}
