import { plain, type Text } from '../../base/text.ts';

/** A text that is no trace of ours; `text` says what is wrong with it. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly text: Text;

  constructor(sentence: Text, cause?: unknown) {
    super(plain(sentence), { cause });
    this.text = sentence;
  }
}
