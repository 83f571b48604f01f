/** What a page tells its host, whatever page it is. */
export type Told = { readonly is: 'ready' } | { readonly is: 'failed'; readonly message: string };

/**
 * Puts a page into its place and hands it what the host sends. Whatever fails in it is told to the host, which writes
 * it down, and stands on the page, where a test finds it.
 * @param root the id of its place
 * @param take throws for what it does not understand
 */
export function serve(root: string, element: HTMLElement, post: (told: Told) => void, take: (data: unknown) => void): void {
  document.querySelector(`#${root}`)?.append(element);
  const fail = (message: string): void => {
    element.dataset['failed'] = message;
    post({ is: 'failed', message: message.slice(0, 2000) });
  };
  window.addEventListener('error', ({ message }) => fail(message));
  window.addEventListener('unhandledrejection', ({ reason }) => fail(String(reason)));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => fail(`policy: ${violatedDirective} ${blockedURI} ${sourceFile}`));
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    try {
      take(data);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  });
  post({ is: 'ready' });
}
