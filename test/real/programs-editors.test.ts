// Editors in a terminal.
import { editing } from './programs/editing.ts';
import { plainly, testProgram } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';

const dead = plainly('stale');

testProgram(
  'Emacs with an unsaved change',
  lackOfPackages(['emacs-nox']),
  { kind: 'emacs', killed: dead, released: plainly(null) },
  editing({
    words: ['emacs-nox', '-nw', '-Q', '--eval', '(run-with-idle-timer 0 nil (lambda () (insert "x")))'],
    lockName: '.#notes.txt',
    quit: ['\u{18}\u{13}', '\u{18}\u{3}'],
  }),
);

testProgram(
  'vim with nothing changed',
  lackOfPackages(['vim']),
  { kind: 'vim-swap', killed: dead, released: plainly(null) },
  editing({ words: ['vim', '-N', '-u', 'NONE'], lockName: '.notes.txt.swp', quit: [':q'] }),
);

testProgram(
  'vim with an unsaved change',
  lackOfPackages(['vim']),
  { kind: 'vim-swap', killed: dead, released: plainly(null) },
  editing({ words: ['vim', '-N', '-u', 'NONE', '-c', 'normal ix', '-c', 'preserve'], lockName: '.notes.txt.swp', quit: [':wq'] }),
);

testProgram(
  'nano --locking',
  lackOfPackages(['nano']),
  { kind: 'nano-lock', killed: dead, released: plainly(null) },
  editing({ words: ['nano', '--ignorercfiles', '--locking'], lockName: '.notes.txt.swp', quit: ['\u{18}'] }),
);
