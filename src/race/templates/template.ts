/** A scenario to begin with. */
export interface Template {
  /** Lower case with hyphens, as its scenario and its file. */
  readonly name: string;
  readonly title: string;
  readonly detail: string;
  /** In TypeScript; types stand only where `inJavaScript` finds them. */
  readonly source: string;
}

/** The same in JavaScript: no types of imports, of what actors' functions return, and of constants. */
export function inJavaScript({ source }: Template): string {
  return source.replaceAll(/, type \w+/g, '').replaceAll(/\): Body\b/g, ')').replaceAll(/^(const \w+): \w+ =/gm, '$1 =');
}
