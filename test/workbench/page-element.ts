// The little of a page's elements that the readers use. They run in the browser, but the
// repository is compiled without the DOM's types, so that nothing else uses them by mistake.

/** An element of the page. */
export interface PageElement {
  readonly textContent: string | null;
  readonly className: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
