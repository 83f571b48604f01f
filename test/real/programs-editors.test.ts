// Editors in a terminal.
import { editing } from './programs/editing.ts';
import { plainly, testProgram } from './programs/judged.ts';
import { lackOfPackages } from './programs/needs.ts';

const dead = plainly('stale');

const changeSoon = '(run-with-idle-timer 0 nil (lambda () (insert "x")))';
const quitOnReturn = String.raw`(global-set-key "\C-j" (lambda () (interactive) (save-buffers-kill-emacs t)))`;

testProgram(
  'Emacs with an unsaved change',
  lackOfPackages(['emacs-nox', 'bsdutils']),
  { kind: 'emacs', killed: dead, released: plainly(null) },
  editing({
    words: ['emacs-nox', '-nw', '-Q', '--eval', `(progn ${changeSoon} ${quitOnReturn})`],
    lockName: '.#notes.txt',
    quit: [''],
  }),
);

testProgram(
  'vim with nothing changed',
  lackOfPackages(['vim', 'bsdutils']),
  { kind: 'vim', killed: dead, released: plainly(null) },
  editing({ words: ['vim', '-N', '-u', 'NONE'], lockName: '.notes.txt.swp', quit: [':q'] }),
);

testProgram(
  'vim with an unsaved change',
  lackOfPackages(['vim', 'bsdutils']),
  { kind: 'vim', killed: dead, released: plainly(null) },
  editing({ words: ['vim', '-N', '-u', 'NONE', '-c', 'normal ix', '-c', 'preserve'], lockName: '.notes.txt.swp', quit: [':wq'] }),
);

testProgram(
  'nano --locking',
  lackOfPackages(['nano', 'bsdutils']),
  { kind: 'nano', killed: dead, released: plainly(null) },
  editing({ words: ['nano', '--ignorercfiles', '--locking'], lockName: '.notes.txt.swp', quit: ['\u{18}'] }),
);
