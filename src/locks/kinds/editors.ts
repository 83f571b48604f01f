import { emacs } from './emacs.ts';
import { familyOf } from './format.ts';
import { office } from './office.ts';
import { vim } from './vim.ts';

/** Documents that are open in an editor. */
export const editors = familyOf([emacs, ...vim, ...office]);
