import { bytes, halfWritten, link, nobody, person, process, unreadable, type Sample } from './sample.ts';

interface Header {
  readonly magic?: string;
  readonly pid?: number;
  readonly host?: string;
  readonly modified?: boolean;
  readonly length?: number;
}

/** The first block of a swap file, as Vim and nano write it. */
function swap({ magic = 'b0VIM 9.0', pid = 29866, host = 'vm', modified = false, length = 4096 }: Header = {}): ReturnType<typeof bytes> {
  const head = new Uint8Array(length);
  const put = (text: string, at: number): void => head.set(new TextEncoder().encode(text).subarray(0, Math.max(0, length - at)), Math.min(at, length));
  put(magic, 0);
  if (length > 28) new DataView(head.buffer).setUint32(24, pid, true);
  put('root', 28);
  put(host, 68);
  put('/w/a.txt', 108);
  if (modified) head[1007] = 0x55;
  return bytes(head);
}

/** What Word (162 bytes) and Excel and PowerPoint (165) write. */
function owner(name: string, length: 162 | 165): ReturnType<typeof bytes> {
  const nameAt = length === 162 ? 54 : 55;
  const head = new Uint8Array(length);
  if (length === 165) head.fill(0x20, 0, nameAt);
  head[0] = name.length;
  head.set(new TextEncoder().encode(name), 1);
  const view = new DataView(head.buffer);
  view.setUint16(nameAt, name.length, true);
  for (let i = 0; i < name.length; i++) view.setUint16(nameAt + 2 + 2 * i, name.charCodeAt(i), true);
  return bytes(head);
}

const profile = '[Lockdata]\nUser=root\nHost=vm\nStamp=0123456789abcdef0123456789abcdef\nTime=Sat Nov 21 04:14:00 2026\nIPCServer=true\n';
const office = ['soffice.bin', 'oosplash', 'soffice'];

export const editorSamples: readonly Sample[] = [
  {
    of: 'Emacs',
    at: '/w/.#a.txt',
    content: link('root@vm.17605:1795232250'),
    is: { kind: 'emacs', claim: process(17605, 'vm'), claimedAt: null, resource: '/w/a.txt', basis: 'existence', breaking: 'remove', ways: [] },
  },
  { about: 'in a container', at: '/w/.#a.txt', content: link('root@vm.16260'), is: { kind: 'emacs', claim: process(16260, 'vm') } },
  { about: 'as a file', at: '/w/.#a.txt', content: 'ann@vm.lan.17605:1795232250', is: { kind: 'emacs', claim: process(17605, 'vm.lan') } },
  { about: 'of an address as the user', at: '/w/.#a.txt', content: link('ann@site.org@10.0.0.7.99:1'), is: { kind: 'emacs', claim: process(99, '10.0.0.7') } },
  { of: 'joe / mcedit / jed', at: '/w/.#a.txt', content: link('me@here.26379'), is: { kind: 'emacs', claim: process(26379) } },
  { about: 'mcedit', at: '/w/.#a.txt', content: link('root@vm.26398'), is: { kind: 'emacs', claim: process(26398, 'vm') } },
  { about: "CVS's copy of an old revision", at: '/w/.#a.c.1.2', content: '/* ann@vm.org wrote this */\n', is: null },
  { about: 'empty', at: '/w/.#a.c.1.2', content: '', is: null },
  { about: 'unreadable', at: '/w/.#a.c.1.2', content: unreadable, is: null },
  { about: 'a link elsewhere', at: '/w/.#a.txt', content: link('a.txt'), is: null },
  { about: "GnuPG's own file of a lock", at: '/w/.#lk0x0000558f.vm.29803', content: '     29803\nvm\n', is: null },
  {
    of: 'Vim swap',
    about: 'with changes',
    at: '/w/.a.txt.swp',
    content: swap({ modified: true }),
    is: {
      kind: 'vim',
      claim: process(29866, 'vm'),
      claimedAt: null,
      resource: '/w/a.txt',
      basis: 'existence',
      breaking: 'tool-command',
      ways: ['vim -r /w/a.txt'],
      cwd: '/w',
    },
  },
  { about: 'without changes', at: '/w/.a.txt.swp', content: swap(), is: { kind: 'vim', breaking: 'remove', ways: ['vim -r /w/a.txt'] } },
  { about: 'a second one', at: '/w/.a.txt.swo', content: swap(), is: { kind: 'vim', resource: '/w/a.txt' } },
  { about: 'the last one', at: '/w/.a.txt.swa', content: swap(), is: { kind: 'vim', resource: '/w/a.txt' } },
  { about: 'encrypted', at: '/w/.a.txt.swp', content: swap({ magic: 'bcVIM 9.0', modified: true }), is: { kind: 'vim', claim: process(29866, 'vm'), breaking: 'tool-command' } },
  { about: 'larger than what is read', at: '/w/.a.txt.swp', content: { ...swap(), whole: false }, is: { kind: 'vim', claim: process(29866, 'vm') } },
  { about: 'of a text without a name', at: '/w/.swp', content: swap(), is: { kind: 'vim', resource: '/w', ways: ['vim -r /w/.swp'] } },
  { about: 'without a pid', at: '/w/.a.txt.swp', content: swap({ pid: 0 }), is: { kind: 'vim', claim: nobody } },
  { about: 'cut', at: '/w/.a.txt.swp', content: swap({ length: 100, modified: false }), is: { kind: 'vim', claim: halfWritten } },
  {
    of: 'Neovim swap',
    at: '/h/.local/state/nvim/swap/%w%a%%b.txt.swp',
    content: swap({ magic: 'b0VIM 8.0', host: '' }),
    is: { kind: 'vim', claim: process(29866), resource: '/w/a%b.txt', ways: ['nvim -r /w/a%b.txt'] },
  },
  {
    of: 'nano --locking',
    at: '/w/.a.txt.swp',
    content: swap({ magic: 'b0nano 7.2', modified: true, length: 1024 }),
    is: { kind: 'nano', claim: process(29866, 'vm'), resource: '/w/a.txt', basis: 'existence', breaking: 'remove', ways: [] },
  },
  { about: 'of something else', at: '/w/.a.txt.swp', content: 'b0VIP lounge', is: null },
  { about: 'empty', at: '/w/.a.txt.swp', content: '', is: null },
  { about: 'unreadable', at: '/w/.a.txt.swp', content: unreadable, is: null },
  { about: 'a Flash film', at: '/w/film.swf', content: 'FWS', is: null },
  {
    of: 'LibreOffice document',
    at: '/w/.~lock.a b.odt#',
    content: ',root,vm,21.11.2026 04:14,file:///h/.config/libreoffice/4;',
    is: { kind: 'libreoffice', claim: person('root', 'vm'), claimedAt: null, resource: '/w/a b.odt', basis: 'existence', breaking: 'remove', search: office },
  },
  { about: 'with names that have signs of the format', at: '/w/.~lock.a.odt#', content: 'A\\,nn\\;,a\\\\nn,v\\,m,21.11.2026 04:14,x;', is: { kind: 'libreoffice', claim: person('a\\nn', 'v,m') } },
  { about: 'with a full name alone', at: '/w/.~lock.a.odt#', content: 'Ann,,vm,21.11.2026 04:14,x;', is: { kind: 'libreoffice', claim: person('Ann', 'vm') } },
  { about: 'half-written', at: '/w/.~lock.a.odt#', content: ',root,v', is: { kind: 'libreoffice', claim: halfWritten } },
  { about: 'cut at an escaped end', at: '/w/.~lock.a.odt#', content: ',root\\;', is: { kind: 'libreoffice', claim: halfWritten } },
  { about: 'empty', at: '/w/.~lock.a.odt#', content: '', is: { kind: 'libreoffice', claim: halfWritten } },
  { about: 'that names nobody', at: '/w/.~lock.a.odt#', content: ',,;', is: null },
  { about: 'without its end', at: '/w/.~lock.a.odt', content: ',root,vm,21.11.2026 04:14,x;', is: null },
  {
    of: 'LibreOffice profile',
    at: '/h/.config/libreoffice/4/.lock',
    content: profile,
    is: { kind: 'libreoffice-profile', claim: person('root', 'vm'), resource: '/h/.config/libreoffice/4', basis: 'existence', search: office },
  },
  { about: 'cut', at: '/h/.config/libreoffice/4/.lock', content: '[Lockdata]\nUser=ro', is: { kind: 'libreoffice-profile', claim: halfWritten } },
  {
    of: 'MS Office',
    about: 'Word',
    at: '/w/~$port.docx',
    content: owner('Ann Lee', 162),
    around: { '/w/report.docx': 'PK' },
    is: { kind: 'ms-office', claim: person('Ann Lee', null), resource: '/w/report.docx', basis: 'existence', breaking: 'remove', search: null, mayOutlive: true },
  },
  { about: 'Excel', at: '/w/~$a.xlsx', content: owner('Ann', 165), around: { '/w/a.xlsx': 'PK' }, is: { kind: 'ms-office', claim: person('Ann', null), resource: '/w/a.xlsx' } },
  { about: 'of a document that is gone', at: '/w/~$a.xlsx', content: owner('Ann', 165), is: { kind: 'ms-office', resource: '/w/a.xlsx' } },
  { about: 'without a name', at: '/w/~$a.xlsx', content: owner('', 165), is: null },
  { about: 'of another size', at: '/w/~$a.xlsx', content: bytes(new Uint8Array(163).fill(5)), is: null },
  { about: 'of text', at: '/w/~$a.docx', content: 'a'.repeat(162), is: null },
  { about: 'unreadable', at: '/w/~$a.docx', content: unreadable, is: null },
  {
    of: 'KiCad',
    at: '/w/~board.kicad_pro.lck',
    content: '{"hostname":"vm","token":"0f1e","username":"ann"}',
    is: { kind: 'kicad', claim: person('ann', 'vm'), resource: '/w/board.kicad_pro', basis: 'existence', breaking: 'remove' },
  },
  { about: 'half-written', at: '/w/~board.kicad_pcb.lck', content: '{"hostname":"v', is: { kind: 'kicad', claim: halfWritten } },
  { about: 'of something else', at: '/w/~board.kicad_pcb.lck', content: '{"a":1}', is: null },
];
