import { chmodSync, chownSync, mkdirSync, readFileSync } from 'node:fs';
import { RealRunError } from '../lab.ts';

/** Whom programs of PostgreSQL run as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it is the account that its packages make. null: as ourselves. @throws RealRunError */
export function accountToRunAs(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const account = accountIn(readFileSync('/etc/passwd', 'utf8'), 'postgres');
  if (account === null) throw new RealRunError('PostgreSQL does not run as root, and there is no user "postgres" to run it as. Run as another user, or give the URL of a server.');
  return account;
}

/** @param passwd text of /etc/passwd */
export function accountIn(passwd: string, name: string): Account | null {
  const fields = passwd.split('\n').map((line) => line.split(':')).find(([of]) => of === name);
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : null;
}

/** Makes a folder that is the account's. The one that it is in lets others pass then, and not look. @throws the system's error */
export function makeFolderFor(account: Account | null, parent: string, folder: string): void {
  mkdirSync(folder, { mode: 0o700 });
  if (account === null) return;
  chmodSync(parent, 0o711);
  chownSync(folder, account.uid, account.gid);
}
