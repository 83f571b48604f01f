import path from 'node:path';
import { halfWritten, tellRecord, textOf, told, type Told } from './content.ts';
import { folderAbove, type Format } from './format.ts';
import type { Site } from './kind.ts';

const libreOffice = ['soffice.bin', 'oosplash', 'soffice'];

/** The locks of documents that are open in an office program or in KiCad: they name a person, and no process. */
export const office: readonly Format[] = [
  {
    kind: 'libreoffice',
    title: 'LibreOffice document lock',
    at: ['.~lock.*#'],
    basis: 'existence',
    tell: tellLibreOffice,
    resource: (lockPath) => path.join(path.dirname(lockPath), path.basename(lockPath).slice('.~lock.'.length, -'#'.length)),
    search: libreOffice,
  },
  {
    kind: 'libreoffice-profile',
    title: 'LibreOffice profile lock',
    at: ['.lock'],
    byContent: true,
    basis: 'existence',
    tell: tellProfile,
    resource: folderAbove(1),
    search: libreOffice,
  },
  {
    kind: 'ms-office',
    title: 'Microsoft Office document lock',
    at: ['~$*'],
    byContent: true,
    basis: 'existence',
    tell: tellMicrosoft,
    resource: documentOf,
    // Its owner may work from another machine, over a share of this one.
    mayOutlive: true,
  },
  {
    kind: 'kicad',
    title: 'KiCad lock',
    at: ['~*.kicad_pro.lck', '~*.kicad_sch.lck', '~*.kicad_pcb.lck'],
    basis: 'existence',
    tell: tellRecord(({ username, hostname }) => (typeof username === 'string' && typeof hostname === 'string' ? toldPerson(username, hostname) : null)),
    resource: (lockPath) => path.join(path.dirname(lockPath), path.basename(lockPath).slice(1, -'.lck'.length)),
    search: ['kicad', 'pcbnew', 'eeschema'],
  },
];

function toldPerson(user: string, host: string | null): Told {
  return told({ by: 'person', user, host: host === '' ? null : host });
}

/** "full name,login,host,day and minute,profile;", where a backslash takes the meaning from the next sign. The minute is of an unknown time zone. */
function tellLibreOffice({ observation: { artifact } }: Site): Told | null {
  const content = textOf(artifact);
  if (content === null) return null;
  if (!/(?:^|[^\\])(?:\\\\)*;\s*$/.test(content)) return halfWritten;
  // With a comma before the first field each one begins with a comma.
  const fields = `,${content.trim().slice(0, -1)}`.matchAll(/,((?:\\[^]|[^,\\])*)/g);
  const [name = '', login = '', host = ''] = Array.from(fields, ([, field = '']) => field.replace(/\\([^])/g, '$1'));
  return name + login === '' ? null : toldPerson(login === '' ? name : login, host);
}

/** An INI file; see desktop/source/app/lockfile.cxx. */
function tellProfile({ observation: { artifact } }: Site): Told | null {
  const content = textOf(artifact) ?? '';
  if (!content.startsWith('[Lockdata]')) return null;
  const user = /^User=(.+)$/m.exec(content)?.[1]?.trim();
  const host = /^Host=(.+)$/m.exec(content)?.[1]?.trim();
  return user === undefined || host === undefined ? halfWritten : toldPerson(user, host);
}

/** How large the files are, bytes, and where the user's name stands in UTF-16; see svl/source/misc/msodocumentlockfile.cxx in LibreOffice. */
const microsoft: readonly { readonly size: number; readonly nameAt: number }[] = [
  { size: 162, nameAt: 54 },
  { size: 165, nameAt: 55 },
];

const longestName = 52;

function tellMicrosoft({ observation: { artifact } }: Site): Told | null {
  if (artifact.type !== 'file') return null;
  const { head } = artifact;
  const nameAt = microsoft.find(({ size }) => size === head.length)?.nameAt;
  if (nameAt === undefined || (head[0] ?? 0) === 0 || (head[0] ?? 0) > longestName) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const length = view.getUint16(nameAt, true);
  if (length === 0 || length > longestName) return null;
  const name = String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint16(nameAt + 2 + 2 * i, true)));
  return /^\P{Cc}+$/u.test(name) ? toldPerson(name, null) : null;
}

/** Word writes `~$` over one or two first signs of a longer name; which document that is, its neighbours tell. */
function documentOf(lockPath: string, { siblings }: Site): string {
  const rest = path.basename(lockPath).slice('~$'.length);
  const names = siblings();
  const document = names.has(rest) ? rest : [...names].find((name) => !name.startsWith('~$') && (name.slice(1) === rest || name.slice(2) === rest));
  return path.join(path.dirname(lockPath), document ?? rest);
}
