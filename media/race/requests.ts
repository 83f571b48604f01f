import type { ToHost, ToPage } from '../../src/protocol/race.ts';

/** What the host answers. */
export type Question = Extract<ToHost, { readonly request: number }>;

export type Answer = Extract<ToPage, { readonly request: number }>;

/** Asks the host, and hands each answer to who asked. */
export interface Asking {
  /** @returns the number of the question, and how not to hear of it any more */
  ask(question: (request: number) => Question, take: (answer: Answer) => void): { readonly request: number; readonly forget: () => void };
}

/** The questions of a page that are open. */
export class Requests implements Asking {
  readonly #post: (message: ToHost) => void;
  readonly #open = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(post: (message: ToHost) => void) {
    this.#post = post;
  }

  ask(question: (request: number) => Question, take: (answer: Answer) => void): { readonly request: number; readonly forget: () => void } {
    const request = ++this.#last;
    this.#open.set(request, take);
    this.#post(question(request));
    return { request, forget: () => void this.#open.delete(request) };
  }

  answer(answer: Answer): void {
    const take = this.#open.get(answer.request);
    if (answer.is !== 'progress') this.#open.delete(answer.request);
    take?.(answer);
  }
}
